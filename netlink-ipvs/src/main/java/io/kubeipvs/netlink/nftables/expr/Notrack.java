package io.kubeipvs.netlink.nftables.expr;

/**
 * Keeps conntrack from following the packet. Source: {@code net/netfilter/nft_ct.c, nft_notrack_eval}.
 */
public record Notrack() implements Expression {

    @Override
    public String name() {
        return ExpressionName.NOTRACK;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.notrack(this);
    }
}
