package io.kubeipvs.netlink.nftables.expr;

/**
 * Matches where a register compares so with a value. Source: {@code net/netfilter/nft_cmp.c}.
 *
 * @param op a {@link CmpOp}
 */
public record Cmp(int register, int op, NftValue value) implements Expression {

    @Override
    public String name() {
        return ExpressionName.CMP;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.cmp(this);
    }
}
