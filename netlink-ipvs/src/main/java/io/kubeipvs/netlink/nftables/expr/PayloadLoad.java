package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Loads bytes of the packet. The rule does not match a packet that is too short.
 *
 * <pre>
 * NFTA_EXPR_NAME          "payload"
 * NFTA_EXPR_DATA
 *   NFTA_PAYLOAD_DREG     be32, Register; of a load
 *   NFTA_PAYLOAD_SREG     be32, Register; of a write into the packet
 *   NFTA_PAYLOAD_BASE     be32, Base
 *   NFTA_PAYLOAD_OFFSET   be32, bytes
 *   NFTA_PAYLOAD_LEN      be32, bytes
 * </pre>
 *
 * <p>A write into the packet is read as {@link Unknown}. Source: {@code net/netfilter/nft_payload.c,
 * nft_payload_init, nft_payload_eval}.
 *
 * @param base a {@link Base}
 * @param offset bytes from the base
 * @param length bytes
 * @param register the destination
 */
public record PayloadLoad(int base, int offset, int length, int register) implements Expression {
    static final String NAME = "payload";

    /** Headers that offsets count from. Source: {@code enum nft_payload_bases}. */
    public static final class Base {
        public static final int LL_HEADER = 0;
        public static final int NETWORK_HEADER = 1;
        public static final int TRANSPORT_HEADER = 2;
        /** Since Linux 6.2. */
        public static final int INNER_HEADER = 3;

        private Base() {}
    }

    /** Source: {@code enum nft_payload_attributes}. */
    static final class Attr {
        static final int DREG = 1;
        static final int BASE = 2;
        static final int OFFSET = 3;
        static final int LEN = 4;
        static final int SREG = 5;

        static final AttributeNames NAMES = AttributeNames.of(
                "NFTA_PAYLOAD_",
                "UNSPEC",
                "DREG",
                "BASE",
                "OFFSET",
                "LEN",
                "SREG",
                "CSUM_TYPE",
                "CSUM_OFFSET",
                "CSUM_FLAGS");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.payloadLoad(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.DREG, register);
        out.be32(Attr.BASE, base);
        out.be32(Attr.OFFSET, offset);
        out.be32(Attr.LEN, length);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.DREG, Attr.SREG, Attr.BASE, Attr.OFFSET, Attr.LEN -> found.put(in.be32());
                default -> {}
            }
        }
        if (found.has(Attr.SREG)) {
            return new Unknown(NAME);
        }
        return new PayloadLoad(
                found.require(Attr.BASE),
                found.require(Attr.OFFSET),
                found.require(Attr.LEN),
                found.require(Attr.DREG));
    }
}
