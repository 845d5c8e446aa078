package io.kubeipvs.netlink.nftables.expr;

/**
 * Sets what conntrack keeps of the packet's connection: {@code ct mark set}. Source: {@code net/netfilter/nft_ct.c, nft_ct_set_eval}.
 *
 * @param key a {@link CtKey}
 * @param direction a {@link CtDirection}; only zones may have one
 * @param register where from
 */
public record CtSet(int key, int direction, int register) implements Expression {

    @Override
    public String name() {
        return ExpressionName.CT;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.ctSet(this);
    }
}
