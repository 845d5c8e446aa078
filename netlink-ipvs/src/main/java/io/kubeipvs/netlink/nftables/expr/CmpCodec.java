package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/** Comparisons on the wire. Source: {@code net/netfilter/nft_cmp.c, nft_cmp_init}. */
final class CmpCodec {

    private CmpCodec() {}

    static void write(Cmp cmp, AttributeWriter out) {
        out.be32(CmpAttr.SREG, cmp.register());
        out.be32(CmpAttr.OP, cmp.op());
        out.nest(CmpAttr.DATA, cmp.value(), DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Optional<NftValue> value = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case CmpAttr.SREG, CmpAttr.OP -> found.put(in.be32());
                case CmpAttr.DATA -> value = Optional.of(DataCodec.readValue(in.nest()));
                default -> {}
            }
        }
        return new Cmp(
                found.require(CmpAttr.SREG),
                found.require(CmpAttr.OP),
                value.orElseThrow(() -> in.missing(CmpAttr.DATA)));
    }
}
