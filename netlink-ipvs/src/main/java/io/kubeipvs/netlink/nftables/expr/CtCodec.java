package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Ct expressions on the wire. Source: {@code net/netfilter/nft_ct.c, nft_ct_get_init, nft_ct_set_init}. */
final class CtCodec {

    private CtCodec() {}

    static void write(CtLoad load, AttributeWriter out) {
        out.be32(CtAttr.KEY, load.key());
        out.be32(CtAttr.DREG, load.register());
        writeDirection(load.direction(), out);
    }

    static void write(CtSet set, AttributeWriter out) {
        out.be32(CtAttr.KEY, set.key());
        writeDirection(set.direction(), out);
        out.be32(CtAttr.SREG, set.register());
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case CtAttr.KEY, CtAttr.DREG, CtAttr.SREG -> found.put(in.be32());
                case CtAttr.DIRECTION -> found.put(in.u8());
                default -> {}
            }
        }
        int key = found.require(CtAttr.KEY);
        int direction = found.orElse(CtAttr.DIRECTION, CtDirection.NONE);
        return found.has(CtAttr.SREG)
                ? new CtSet(key, direction, found.require(CtAttr.SREG))
                : new CtLoad(key, direction, found.require(CtAttr.DREG));
    }

    private static void writeDirection(int direction, AttributeWriter out) {
        if (direction != CtDirection.NONE) {
            out.u8(CtAttr.DIRECTION, direction);
        }
    }
}
