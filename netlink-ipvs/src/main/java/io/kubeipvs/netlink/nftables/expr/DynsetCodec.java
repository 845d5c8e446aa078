package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.List;

/** Changes that packets make to sets on the wire. Source: {@code net/netfilter/nft_dynset.c, nft_dynset_init}. */
final class DynsetCodec {

    /** {@code NFT_DYNSET_F_INV}. */
    private static final int INVERTED = 1;
    /** {@code NFT_DYNSET_F_EXPR}: there may be more than one expression. */
    private static final int HAS_EXPRESSIONS = 1 << 1;

    private DynsetCodec() {}

    static void write(Dynset dynset, AttributeWriter out) {
        out.be32(DynsetAttr.SREG_KEY, dynset.key());
        if (dynset.data() != Register.NONE) {
            out.be32(DynsetAttr.SREG_DATA, dynset.data());
        }
        out.be32(DynsetAttr.OP, dynset.op());
        if (dynset.timeout() != 0) {
            out.be64(DynsetAttr.TIMEOUT, dynset.timeout());
        }
        out.cstring(DynsetAttr.SET_NAME, dynset.set());
        writeExpressions(dynset.expressions(), out);
        writeFlags(dynset, out);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        String set = "";
        List<Expression> expressions = List.of();
        while (in.next()) {
            switch (in.type()) {
                case DynsetAttr.SET_NAME -> set = in.cstring();
                case DynsetAttr.OP, DynsetAttr.SREG_KEY, DynsetAttr.SREG_DATA, DynsetAttr.FLAGS -> found.put(in.be32());
                case DynsetAttr.TIMEOUT -> found.put(in.be64());
                case DynsetAttr.EXPR -> expressions = List.of(ExpressionCodec.read(in.nest()));
                case DynsetAttr.EXPRESSIONS -> expressions = ExpressionCodec.readList(in.nest());
                default -> {}
            }
        }
        if (set.isEmpty()) {
            throw in.missing(DynsetAttr.SET_NAME);
        }
        return new Dynset(
                set,
                found.require(DynsetAttr.OP),
                found.require(DynsetAttr.SREG_KEY),
                found.orElse(DynsetAttr.SREG_DATA, Register.NONE),
                found.orZero(DynsetAttr.TIMEOUT),
                (found.orZero(DynsetAttr.FLAGS) & INVERTED) != 0,
                expressions);
    }

    private static void writeExpressions(List<Expression> expressions, AttributeWriter out) {
        if (expressions.size() == 1) {
            out.nest(DynsetAttr.EXPR, expressions.get(0), ExpressionCodec::write);
        } else if (expressions.size() > 1) {
            out.nest(DynsetAttr.EXPRESSIONS, expressions, ExpressionCodec::writeList);
        }
    }

    private static void writeFlags(Dynset dynset, AttributeWriter out) {
        int flags = (dynset.inverted() ? INVERTED : 0) | (dynset.expressions().size() > 1 ? HAS_EXPRESSIONS : 0);
        if (flags != 0) {
            out.be32(DynsetAttr.FLAGS, flags);
        }
    }
}
