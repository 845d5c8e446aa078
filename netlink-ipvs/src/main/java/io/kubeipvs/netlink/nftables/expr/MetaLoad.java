package io.kubeipvs.netlink.nftables.expr;

/**
 * Loads what the kernel knows of a packet: {@code meta mark}. Source: {@code net/netfilter/nft_meta.c, nft_meta_get_eval}.
 *
 * @param key a {@link MetaKey}
 * @param register where to
 */
public record MetaLoad(int key, int register) implements Expression {

    @Override
    public String name() {
        return ExpressionName.META;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.metaLoad(this);
    }
}
