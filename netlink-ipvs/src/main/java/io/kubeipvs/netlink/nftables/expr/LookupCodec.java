package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Lookups on the wire. Source: {@code net/netfilter/nft_lookup.c, nft_lookup_init}. */
final class LookupCodec {

    /** {@code NFT_LOOKUP_F_INV}. */
    private static final int INVERTED = 1;

    private LookupCodec() {}

    static void write(Lookup lookup, AttributeWriter out) {
        out.be32(LookupAttr.SREG, lookup.source());
        if (lookup.destination() != Register.NONE) {
            out.be32(LookupAttr.DREG, lookup.destination());
        }
        out.cstring(LookupAttr.SET, lookup.set());
        if (lookup.inverted()) {
            out.be32(LookupAttr.FLAGS, INVERTED);
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        String set = "";
        while (in.next()) {
            switch (in.type()) {
                case LookupAttr.SET -> set = in.cstring();
                case LookupAttr.SREG, LookupAttr.DREG, LookupAttr.FLAGS -> found.put(in.be32());
                default -> {}
            }
        }
        if (set.isEmpty()) {
            throw in.missing(LookupAttr.SET);
        }
        return new Lookup(
                set,
                found.require(LookupAttr.SREG),
                found.orElse(LookupAttr.DREG, Register.NONE),
                (found.orZero(LookupAttr.FLAGS) & INVERTED) != 0);
    }
}
