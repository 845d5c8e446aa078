package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Meta expressions on the wire. Source: {@code net/netfilter/nft_meta.c, nft_meta_get_init, nft_meta_set_init}. */
final class MetaCodec {

    private MetaCodec() {}

    static void write(MetaLoad load, AttributeWriter out) {
        out.be32(MetaAttr.KEY, load.key());
        out.be32(MetaAttr.DREG, load.register());
    }

    static void write(MetaSet set, AttributeWriter out) {
        out.be32(MetaAttr.KEY, set.key());
        out.be32(MetaAttr.SREG, set.register());
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case MetaAttr.KEY, MetaAttr.DREG, MetaAttr.SREG -> found.put(in.be32());
                default -> {}
            }
        }
        int key = found.require(MetaAttr.KEY);
        return found.has(MetaAttr.SREG)
                ? new MetaSet(key, found.require(MetaAttr.SREG))
                : new MetaLoad(key, found.require(MetaAttr.DREG));
    }
}
