package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/** Ranges on the wire. Source: {@code net/netfilter/nft_range.c, nft_range_init}. */
final class RangeCodec {

    /** {@code NFT_RANGE_EQ}. */
    private static final int INSIDE = 0;
    /** {@code NFT_RANGE_NEQ}. */
    private static final int OUTSIDE = 1;

    private RangeCodec() {}

    static void write(Range range, AttributeWriter out) {
        out.be32(RangeAttr.SREG, range.register());
        out.be32(RangeAttr.OP, range.outside() ? OUTSIDE : INSIDE);
        out.nest(RangeAttr.FROM_DATA, range.from(), DataCodec::write);
        out.nest(RangeAttr.TO_DATA, range.to(), DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Optional<NftValue> from = Optional.empty();
        Optional<NftValue> to = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case RangeAttr.SREG, RangeAttr.OP -> found.put(in.be32());
                case RangeAttr.FROM_DATA -> from = Optional.of(DataCodec.readValue(in.nest()));
                case RangeAttr.TO_DATA -> to = Optional.of(DataCodec.readValue(in.nest()));
                default -> {}
            }
        }
        return new Range(
                found.require(RangeAttr.SREG),
                found.require(RangeAttr.OP) == OUTSIDE,
                from.orElseThrow(() -> in.missing(RangeAttr.FROM_DATA)),
                to.orElseThrow(() -> in.missing(RangeAttr.TO_DATA)));
    }
}
