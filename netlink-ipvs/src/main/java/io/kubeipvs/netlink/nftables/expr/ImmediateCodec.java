package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/** Immediate values and verdicts on the wire. Source: {@code net/netfilter/nft_immediate.c, nft_immediate_init}. */
final class ImmediateCodec {

    private ImmediateCodec() {}

    static void write(Immediate immediate, AttributeWriter out) {
        out.be32(ImmediateAttr.DREG, immediate.register());
        out.nest(ImmediateAttr.DATA, immediate.data(), DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Optional<NftData> data = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case ImmediateAttr.DREG -> found.put(in.be32());
                case ImmediateAttr.DATA -> data = Optional.of(DataCodec.read(in.nest()));
                default -> {}
            }
        }
        return new Immediate(found.require(ImmediateAttr.DREG), data.orElseThrow(() -> in.missing(ImmediateAttr.DATA)));
    }
}
