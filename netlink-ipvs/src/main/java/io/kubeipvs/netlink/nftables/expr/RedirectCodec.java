package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Redirections on the wire. Source: {@code net/netfilter/nft_redir.c, nft_redir_init}. */
final class RedirectCodec {

    private RedirectCodec() {}

    static void write(Redirect redirect, AttributeWriter out) {
        NatCodec.writeRange(redirect.ports(), RedirAttr.REG_PROTO_MIN, RedirAttr.REG_PROTO_MAX, out);
        NatCodec.writeFlags(redirect.flags(), redirect.ports(), RedirAttr.FLAGS, out);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case RedirAttr.FLAGS, RedirAttr.REG_PROTO_MIN, RedirAttr.REG_PROTO_MAX -> found.put(in.be32());
                default -> {}
            }
        }
        return new Redirect(
                NatCodec.flags(found, RedirAttr.FLAGS),
                NatCodec.range(found, RedirAttr.REG_PROTO_MIN, RedirAttr.REG_PROTO_MAX));
    }
}
