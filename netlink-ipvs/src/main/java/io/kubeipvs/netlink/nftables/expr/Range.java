package io.kubeipvs.netlink.nftables.expr;

/**
 * Matches where a register is inside a range, or outside. Source: {@code net/netfilter/nft_range.c}.
 *
 * @param to included
 */
public record Range(int register, boolean outside, NftValue from, NftValue to) implements Expression {

    @Override
    public String name() {
        return ExpressionName.RANGE;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.range(this);
    }
}
