package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Rates on the wire. Source: {@code net/netfilter/nft_limit.c, nft_limit_init}. */
final class LimitCodec {

    /** {@code NFT_LIMIT_PKTS}. */
    private static final int PACKETS = 0;
    /** {@code NFT_LIMIT_PKT_BYTES}. */
    private static final int BYTES = 1;
    /** {@code NFT_LIMIT_F_INV}. */
    private static final int OVER = 1;

    private LimitCodec() {}

    static void write(Limit limit, AttributeWriter out) {
        out.be64(LimitAttr.RATE, limit.rate());
        out.be64(LimitAttr.UNIT, limit.unit());
        out.be32(LimitAttr.BURST, limit.burst());
        out.be32(LimitAttr.TYPE, limit.bytes() ? BYTES : PACKETS);
        out.be32(LimitAttr.FLAGS, limit.over() ? OVER : 0);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case LimitAttr.RATE, LimitAttr.UNIT -> found.put(in.be64());
                case LimitAttr.BURST, LimitAttr.TYPE, LimitAttr.FLAGS -> found.put(in.be32());
                default -> {}
            }
        }
        return new Limit(
                found.requireLong(LimitAttr.RATE),
                found.requireLong(LimitAttr.UNIT),
                found.orElse(LimitAttr.BURST, 0),
                found.orZero(LimitAttr.TYPE) == BYTES,
                (found.orZero(LimitAttr.FLAGS) & OVER) != 0);
    }
}
