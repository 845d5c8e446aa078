package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Rejections; the kernel lists no code for TCP on the wire. Source: {@code net/netfilter/nft_reject.c, nft_reject_init}. */
final class RejectCodec {

    private RejectCodec() {}

    static void write(Reject reject, AttributeWriter out) {
        out.be32(RejectAttr.TYPE, reject.type());
        out.u8(RejectAttr.ICMP_CODE, reject.code());
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case RejectAttr.TYPE -> found.put(in.be32());
                case RejectAttr.ICMP_CODE -> found.put(in.u8());
                default -> {}
            }
        }
        return new Reject(found.require(RejectAttr.TYPE), found.orElse(RejectAttr.ICMP_CODE, 0));
    }
}
