package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Looks a key up in a set or map. The rule continues if the key is in it.
 *
 * <pre>
 * NFTA_EXPR_NAME        "lookup"
 * NFTA_EXPR_DATA
 *   NFTA_LOOKUP_SET     string
 *   NFTA_LOOKUP_SREG    be32, Register
 *   NFTA_LOOKUP_DREG    be32, Register; of maps
 *   NFTA_LOOKUP_FLAGS   be32, NFT_LOOKUP_F_INV
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_lookup.c, nft_lookup_init}.
 *
 * @param set the set's name
 * @param source the register that holds the key
 * @param destination the register for a map's data, {@link Register#VERDICT} of a verdict map; {@link Register#NONE}
 *     for sets
 * @param inverted whether the rule continues only if the key is not in the set; not for maps
 */
public record Lookup(String set, int source, int destination, boolean inverted) implements Expression {
    static final String NAME = "lookup";

    /** Source: {@code enum nft_lookup_attributes, enum nft_lookup_flags}. */
    static final class Attr {
        static final int SET = 1;
        static final int SREG = 2;
        static final int DREG = 3;
        static final int FLAGS = 5;

        /** {@code NFT_LOOKUP_F_INV}. */
        static final int INVERTED = 1;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_LOOKUP_", "UNSPEC", "SET", "SREG", "DREG", "SET_ID", "FLAGS");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.lookup(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.SREG, source);
        if (destination != Register.NONE) {
            out.be32(Attr.DREG, destination);
        }
        out.cstring(Attr.SET, set);
        if (inverted) {
            out.be32(Attr.FLAGS, Attr.INVERTED);
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        String set = "";
        while (in.next()) {
            switch (in.type()) {
                case Attr.SET -> set = in.cstring();
                case Attr.SREG, Attr.DREG, Attr.FLAGS -> found.put(in.be32());
                default -> {}
            }
        }
        if (set.isEmpty()) {
            throw in.missing(Attr.SET);
        }
        return new Lookup(
                set,
                found.require(Attr.SREG),
                found.orElse(Attr.DREG, Register.NONE),
                (found.orZero(Attr.FLAGS) & Attr.INVERTED) != 0);
    }
}
