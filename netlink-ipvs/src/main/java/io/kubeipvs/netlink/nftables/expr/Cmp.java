package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/**
 * Compares a register with a value. The rule continues if the comparison is true.
 *
 * <pre>
 * NFTA_EXPR_NAME        "cmp"
 * NFTA_EXPR_DATA
 *   NFTA_CMP_SREG       be32, Register
 *   NFTA_CMP_OP         be32, Op
 *   NFTA_CMP_DATA
 *     NFTA_DATA_VALUE   bytes
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_cmp.c, nft_cmp_init}.
 *
 * @param op an {@link Op}
 */
public record Cmp(int register, int op, NftValue value) implements Expression {
    static final String NAME = "cmp";

    /** Comparisons; the ordered ones compare unsigned big-endian numbers. Source: {@code enum nft_cmp_ops}. */
    public static final class Op {
        public static final int EQ = 0;
        public static final int NEQ = 1;
        public static final int LT = 2;
        public static final int LTE = 3;
        public static final int GT = 4;
        public static final int GTE = 5;

        private Op() {}
    }

    /** Source: {@code enum nft_cmp_attributes}. */
    static final class Attr {
        static final int SREG = 1;
        static final int OP = 2;
        static final int DATA = 3;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_CMP_", "UNSPEC", "SREG", "OP", "DATA").nested(DATA, DataCodec.NAMES);

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.cmp(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.SREG, register);
        out.be32(Attr.OP, op);
        out.nest(Attr.DATA, value, DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Optional<NftValue> value = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case Attr.SREG, Attr.OP -> found.put(in.be32());
                case Attr.DATA -> value = Optional.of(DataCodec.readValue(in.nest()));
                default -> {}
            }
        }
        return new Cmp(
                found.require(Attr.SREG), found.require(Attr.OP), value.orElseThrow(() -> in.missing(Attr.DATA)));
    }
}
