package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Masquerading on the wire. Source: {@code net/netfilter/nft_masq.c, nft_masq_init}. */
final class MasqueradeCodec {

    private MasqueradeCodec() {}

    static void write(Masquerade masquerade, AttributeWriter out) {
        NatCodec.writeFlags(masquerade.flags(), masquerade.ports(), MasqAttr.FLAGS, out);
        NatCodec.writeRange(masquerade.ports(), MasqAttr.REG_PROTO_MIN, MasqAttr.REG_PROTO_MAX, out);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case MasqAttr.FLAGS, MasqAttr.REG_PROTO_MIN, MasqAttr.REG_PROTO_MAX -> found.put(in.be32());
                default -> {}
            }
        }
        return new Masquerade(
                NatCodec.flags(found, MasqAttr.FLAGS),
                NatCodec.range(found, MasqAttr.REG_PROTO_MIN, MasqAttr.REG_PROTO_MAX));
    }
}
