package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Payload expressions; those that write into the packet are left alone on the wire. Source: {@code net/netfilter/nft_payload.c, nft_payload_init}. */
final class PayloadCodec {

    private PayloadCodec() {}

    static void write(PayloadLoad load, AttributeWriter out) {
        out.be32(PayloadAttr.DREG, load.register());
        out.be32(PayloadAttr.BASE, load.base());
        out.be32(PayloadAttr.OFFSET, load.offset());
        out.be32(PayloadAttr.LEN, load.length());
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case PayloadAttr.DREG, PayloadAttr.SREG, PayloadAttr.BASE, PayloadAttr.OFFSET, PayloadAttr.LEN ->
                    found.put(in.be32());
                default -> {}
            }
        }
        if (found.has(PayloadAttr.SREG)) {
            return new Unknown(ExpressionName.PAYLOAD);
        }
        return new PayloadLoad(
                found.require(PayloadAttr.BASE),
                found.require(PayloadAttr.OFFSET),
                found.require(PayloadAttr.LEN),
                found.require(PayloadAttr.DREG));
    }
}
