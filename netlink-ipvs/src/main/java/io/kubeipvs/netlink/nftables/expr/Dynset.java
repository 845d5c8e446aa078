package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.List;

/**
 * Adds the packet's key to a set, or removes it.
 *
 * <pre>
 * NFTA_EXPR_NAME              "dynset"
 * NFTA_EXPR_DATA
 *   NFTA_DYNSET_SET_NAME      string
 *   NFTA_DYNSET_OP            be32, Op
 *   NFTA_DYNSET_SREG_KEY      be32, Register
 *   NFTA_DYNSET_SREG_DATA     be32, Register; of maps
 *   NFTA_DYNSET_TIMEOUT       be64, milliseconds
 *   NFTA_DYNSET_FLAGS         be32, NFT_DYNSET_F_*
 *   NFTA_DYNSET_EXPR          of one expression
 *     NFTA_EXPR_*
 *   NFTA_DYNSET_EXPRESSIONS   of several expressions
 *     NFTA_LIST_ELEM
 *       NFTA_EXPR_*
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_dynset.c, nft_dynset_init}.
 *
 * @param set the set's name
 * @param op an {@link Op}
 * @param key the register that holds the key
 * @param data the register that holds a map's data; {@link Register#NONE} for sets
 * @param timeout milliseconds; 0 = the set's own
 * @param inverted whether the rule continues only if the set had no room
 * @param expressions counters, limits and the like that the element gets
 */
public record Dynset(
        String set, int op, int key, int data, long timeout, boolean inverted, List<Expression> expressions)
        implements Expression {
    static final String NAME = "dynset";

    /** Changes that packets make to a set. Source: {@code enum nft_dynset_ops}. */
    public static final class Op {
        public static final int ADD = 0;
        /** Adds the element, or starts its timeout again. */
        public static final int UPDATE = 1;
        /** Since Linux 5.4. */
        public static final int DELETE = 2;

        private Op() {}
    }

    /** Source: {@code enum nft_dynset_attributes, enum nft_dynset_flags}. */
    static final class Attr {
        static final int SET_NAME = 1;
        static final int OP = 3;
        static final int SREG_KEY = 4;
        static final int SREG_DATA = 5;
        static final int TIMEOUT = 6;
        static final int EXPR = 7;
        static final int FLAGS = 9;
        static final int EXPRESSIONS = 10;

        /** {@code NFT_DYNSET_F_INV}. */
        static final int INVERTED = 1;
        /** {@code NFT_DYNSET_F_EXPR}: there may be more than one expression. */
        static final int HAS_EXPRESSIONS = 1 << 1;

        static final AttributeNames NAMES = AttributeNames.of(
                        "NFTA_DYNSET_",
                        "UNSPEC",
                        "SET_NAME",
                        "SET_ID",
                        "OP",
                        "SREG_KEY",
                        "SREG_DATA",
                        "TIMEOUT",
                        "EXPR",
                        "PAD",
                        "FLAGS",
                        "EXPRESSIONS")
                .nested(EXPR, ExpressionCodec.NAMES)
                .nested(EXPRESSIONS, ExpressionCodec.LIST);

        private Attr() {}
    }

    public Dynset {
        expressions = List.copyOf(expressions);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.dynset(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.SREG_KEY, key);
        if (data != Register.NONE) {
            out.be32(Attr.SREG_DATA, data);
        }
        out.be32(Attr.OP, op);
        if (timeout != 0) {
            out.be64(Attr.TIMEOUT, timeout);
        }
        out.cstring(Attr.SET_NAME, set);
        if (expressions.size() == 1) {
            out.nest(Attr.EXPR, expressions.get(0), ExpressionCodec::write);
        } else if (expressions.size() > 1) {
            out.nest(Attr.EXPRESSIONS, expressions, ExpressionCodec::writeList);
        }
        int flags = (inverted ? Attr.INVERTED : 0) | (expressions.size() > 1 ? Attr.HAS_EXPRESSIONS : 0);
        if (flags != 0) {
            out.be32(Attr.FLAGS, flags);
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        String set = "";
        List<Expression> expressions = List.of();
        while (in.next()) {
            switch (in.type()) {
                case Attr.SET_NAME -> set = in.cstring();
                case Attr.OP, Attr.SREG_KEY, Attr.SREG_DATA, Attr.FLAGS -> found.put(in.be32());
                case Attr.TIMEOUT -> found.put(in.be64());
                case Attr.EXPR -> expressions = List.of(ExpressionCodec.read(in.nest()));
                case Attr.EXPRESSIONS -> expressions = ExpressionCodec.readList(in.nest());
                default -> {}
            }
        }
        if (set.isEmpty()) {
            throw in.missing(Attr.SET_NAME);
        }
        return new Dynset(
                set,
                found.require(Attr.OP),
                found.require(Attr.SREG_KEY),
                found.orElse(Attr.SREG_DATA, Register.NONE),
                found.orZero(Attr.TIMEOUT),
                (found.orZero(Attr.FLAGS) & Attr.INVERTED) != 0,
                expressions);
    }
}
