package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Loads a property of the packet's connection from conntrack.
 *
 * <pre>
 * NFTA_EXPR_NAME        "ct"
 * NFTA_EXPR_DATA
 *   NFTA_CT_KEY         be32, CtKey
 *   NFTA_CT_DIRECTION   u8, CtDirection
 *   NFTA_CT_DREG        be32, Register; of a load
 *   NFTA_CT_SREG        be32, Register; of a set
 * </pre>
 *
 * <p>{@link CtSet} has the same attributes. Source: {@code net/netfilter/nft_ct.c, nft_ct_get_init, nft_ct_get_eval}.
 *
 * @param key a {@link CtKey}
 * @param direction a {@link CtDirection}; addresses and ports need one
 * @param register the destination
 */
public record CtLoad(int key, int direction, int register) implements Expression {
    static final String NAME = "ct";

    /** Source: {@code enum nft_ct_attributes}. */
    static final class Attr {
        static final int DREG = 1;
        static final int KEY = 2;
        static final int DIRECTION = 3;
        static final int SREG = 4;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_CT_", "UNSPEC", "DREG", "KEY", "DIRECTION", "SREG");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.ctLoad(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.KEY, key);
        out.be32(Attr.DREG, register);
        if (direction != CtDirection.NONE) {
            out.u8(Attr.DIRECTION, direction);
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.KEY, Attr.DREG, Attr.SREG -> found.put(in.be32());
                case Attr.DIRECTION -> found.put(in.u8());
                default -> {}
            }
        }
        int key = found.require(Attr.KEY);
        int direction = found.orElse(Attr.DIRECTION, CtDirection.NONE);
        return found.has(Attr.SREG)
                ? new CtSet(key, direction, found.require(Attr.SREG))
                : new CtLoad(key, direction, found.require(Attr.DREG));
    }
}
