package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/**
 * Compares a register with a range of values.
 *
 * <pre>
 * NFTA_EXPR_NAME           "range"
 * NFTA_EXPR_DATA
 *   NFTA_RANGE_SREG        be32, Register
 *   NFTA_RANGE_OP          be32, NFT_RANGE_EQ or NFT_RANGE_NEQ
 *   NFTA_RANGE_FROM_DATA
 *     NFTA_DATA_VALUE      bytes
 *   NFTA_RANGE_TO_DATA
 *     NFTA_DATA_VALUE      bytes; included
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_range.c, nft_range_init}.
 *
 * @param outside whether the rule continues if the register is outside the range, instead of inside
 * @param to the last value of the range
 */
public record Range(int register, boolean outside, NftValue from, NftValue to) implements Expression {
    static final String NAME = "range";

    /** Source: {@code enum nft_range_attributes, enum nft_range_ops}. */
    static final class Attr {
        static final int SREG = 1;
        static final int OP = 2;
        static final int FROM_DATA = 3;
        static final int TO_DATA = 4;

        /** {@code NFT_RANGE_EQ}. */
        static final int INSIDE = 0;
        /** {@code NFT_RANGE_NEQ}. */
        static final int OUTSIDE = 1;

        static final AttributeNames NAMES = AttributeNames.of(
                        "NFTA_RANGE_", "UNSPEC", "SREG", "OP", "FROM_DATA", "TO_DATA")
                .nested(FROM_DATA, DataCodec.NAMES)
                .nested(TO_DATA, DataCodec.NAMES);

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.range(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.SREG, register);
        out.be32(Attr.OP, outside ? Attr.OUTSIDE : Attr.INSIDE);
        out.nest(Attr.FROM_DATA, from, DataCodec::write);
        out.nest(Attr.TO_DATA, to, DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Optional<NftValue> from = Optional.empty();
        Optional<NftValue> to = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case Attr.SREG, Attr.OP -> found.put(in.be32());
                case Attr.FROM_DATA -> from = Optional.of(DataCodec.readValue(in.nest()));
                case Attr.TO_DATA -> to = Optional.of(DataCodec.readValue(in.nest()));
                default -> {}
            }
        }
        return new Range(
                found.require(Attr.SREG),
                found.require(Attr.OP) == Attr.OUTSIDE,
                from.orElseThrow(() -> in.missing(Attr.FROM_DATA)),
                to.orElseThrow(() -> in.missing(Attr.TO_DATA)));
    }
}
