package io.kubeipvs.netlink.nftables.expr;

/**
 * Sets what the kernel knows of a packet: {@code meta mark set}. Source: {@code net/netfilter/nft_meta.c, nft_meta_set_eval}.
 *
 * @param key a {@link MetaKey}
 * @param register where from
 */
public record MetaSet(int key, int register) implements Expression {

    @Override
    public String name() {
        return ExpressionName.META;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.metaSet(this);
    }
}
