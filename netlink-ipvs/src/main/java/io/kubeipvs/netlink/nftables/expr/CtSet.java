package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * Sets a property of the packet's connection in conntrack: {@code ct mark set}. {@link CtLoad} has its attributes and
 * reads it. Source: {@code net/netfilter/nft_ct.c, nft_ct_set_init, nft_ct_set_eval}.
 *
 * @param key a {@link CtKey}
 * @param direction a {@link CtDirection}; only zones may have one
 * @param register the source
 */
public record CtSet(int key, int direction, int register) implements Expression {
    @Override
    public String name() {
        return CtLoad.NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.ctSet(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(CtLoad.Attr.KEY, key);
        if (direction != CtDirection.NONE) {
            out.u8(CtLoad.Attr.DIRECTION, direction);
        }
        out.be32(CtLoad.Attr.SREG, register);
    }
}
