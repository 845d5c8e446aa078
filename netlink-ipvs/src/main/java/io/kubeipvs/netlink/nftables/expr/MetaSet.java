package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * Sets a property of the packet that the kernel keeps beside its bytes: {@code meta mark set}. {@link MetaLoad} has its
 * attributes and reads it. Source: {@code net/netfilter/nft_meta.c, nft_meta_set_init, nft_meta_set_eval}.
 *
 * @param key a {@link MetaKey}
 * @param register the source
 */
public record MetaSet(int key, int register) implements Expression {
    @Override
    public String name() {
        return MetaLoad.NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.metaSet(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(MetaLoad.Attr.KEY, key);
        out.be32(MetaLoad.Attr.SREG, register);
    }
}
