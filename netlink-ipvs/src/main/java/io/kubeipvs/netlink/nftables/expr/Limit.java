package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Matches while packets or bytes stay within a rate.
 *
 * <pre>
 * NFTA_EXPR_NAME       "limit"
 * NFTA_EXPR_DATA
 *   NFTA_LIMIT_RATE    be64, packets or bytes
 *   NFTA_LIMIT_UNIT    be64, seconds
 *   NFTA_LIMIT_BURST   be32, packets or bytes
 *   NFTA_LIMIT_TYPE    be32, NFT_LIMIT_PKTS or NFT_LIMIT_PKT_BYTES
 *   NFTA_LIMIT_FLAGS   be32, NFT_LIMIT_F_INV
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_limit.c, nft_limit_init}.
 *
 * @param rate packets or bytes per unit
 * @param unit seconds
 * @param burst packets or bytes above the rate
 * @param bytes whether the limit counts bytes instead of packets
 * @param over whether only packets above the rate match
 */
public record Limit(long rate, long unit, int burst, boolean bytes, boolean over) implements Expression {
    static final String NAME = "limit";

    /** Source: {@code enum nft_limit_attributes, enum nft_limit_type, enum nft_limit_flags}. */
    static final class Attr {
        static final int RATE = 1;
        static final int UNIT = 2;
        static final int BURST = 3;
        static final int TYPE = 4;
        static final int FLAGS = 5;

        /** {@code NFT_LIMIT_PKTS}. */
        static final int COUNT_PACKETS = 0;
        /** {@code NFT_LIMIT_PKT_BYTES}. */
        static final int COUNT_BYTES = 1;
        /** {@code NFT_LIMIT_F_INV}. */
        static final int OVER = 1;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_LIMIT_", "UNSPEC", "RATE", "UNIT", "BURST", "TYPE", "FLAGS", "PAD");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.limit(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be64(Attr.RATE, rate);
        out.be64(Attr.UNIT, unit);
        out.be32(Attr.BURST, burst);
        out.be32(Attr.TYPE, bytes ? Attr.COUNT_BYTES : Attr.COUNT_PACKETS);
        out.be32(Attr.FLAGS, over ? Attr.OVER : 0);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.RATE, Attr.UNIT -> found.put(in.be64());
                case Attr.BURST, Attr.TYPE, Attr.FLAGS -> found.put(in.be32());
                default -> {}
            }
        }
        return new Limit(
                found.requireLong(Attr.RATE),
                found.requireLong(Attr.UNIT),
                found.orElse(Attr.BURST, 0),
                found.orZero(Attr.TYPE) == Attr.COUNT_BYTES,
                (found.orZero(Attr.FLAGS) & Attr.OVER) != 0);
    }
}
