package io.kubeipvs.netlink.nftables.expr;

/**
 * Loads what conntrack knows of the packet's connection. Source: {@code net/netfilter/nft_ct.c, nft_ct_get_eval}.
 *
 * @param key a {@link CtKey}
 * @param direction a {@link CtDirection}; addresses and ports need one
 * @param register where to
 */
public record CtLoad(int key, int direction, int register) implements Expression {

    @Override
    public String name() {
        return ExpressionName.CT;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.ctLoad(this);
    }
}
