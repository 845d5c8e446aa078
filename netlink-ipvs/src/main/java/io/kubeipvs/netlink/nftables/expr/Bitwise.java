package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.HashMap;
import java.util.Map;

/**
 * Masks and flips the bits of a register: {@code destination = (source & mask) ^ xor}.
 *
 * <pre>
 * NFTA_EXPR_NAME         "bitwise"
 * NFTA_EXPR_DATA
 *   NFTA_BITWISE_SREG    be32, Register
 *   NFTA_BITWISE_DREG    be32, Register
 *   NFTA_BITWISE_LEN     be32, bytes
 *   NFTA_BITWISE_OP      be32, Op; MASK_XOR if absent
 *   NFTA_BITWISE_MASK    of MASK_XOR
 *     NFTA_DATA_VALUE    bytes
 *   NFTA_BITWISE_XOR     of MASK_XOR
 *     NFTA_DATA_VALUE    bytes
 *   NFTA_BITWISE_DATA    of LSHIFT and RSHIFT
 *     NFTA_DATA_VALUE    u32, bits
 * </pre>
 *
 * <p>{@link Shift} has the same attributes. Operations on two registers (Linux 6.13) are read as {@link Unknown}.
 * Source: {@code net/netfilter/nft_bitwise.c, nft_bitwise_init, nft_bitwise_eval_bool}.
 *
 * @param mask as long as {@code xor}
 */
public record Bitwise(int source, int destination, NftValue mask, NftValue xor) implements Expression {
    static final String NAME = "bitwise";

    /** Operations. Source: {@code enum nft_bitwise_ops}. */
    public static final class Op {
        public static final int MASK_XOR = 0;
        public static final int LSHIFT = 1;
        public static final int RSHIFT = 2;

        private Op() {}
    }

    /** Source: {@code enum nft_bitwise_attributes}. */
    static final class Attr {
        static final int SREG = 1;
        static final int DREG = 2;
        static final int LEN = 3;
        static final int MASK = 4;
        static final int XOR = 5;
        static final int OP = 6;
        static final int DATA = 7;

        static final AttributeNames NAMES = AttributeNames.of(
                        "NFTA_BITWISE_", "UNSPEC", "SREG", "DREG", "LEN", "MASK", "XOR", "OP", "DATA", "SREG2")
                .nested(MASK, DataCodec.NAMES)
                .nested(XOR, DataCodec.NAMES)
                .nested(DATA, DataCodec.NAMES);

        private Attr() {}
    }

    public Bitwise {
        if (mask.length() != xor.length()) {
            throw new IllegalArgumentException("mask " + mask + " and xor " + xor + " differ in length");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.bitwise(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.SREG, source);
        out.be32(Attr.DREG, destination);
        out.be32(Attr.LEN, mask.length());
        out.nest(Attr.MASK, mask, DataCodec::write);
        out.nest(Attr.XOR, xor, DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Map<Integer, NftValue> values = new HashMap<>();
        while (in.next()) {
            switch (in.type()) {
                case Attr.SREG, Attr.DREG, Attr.LEN, Attr.OP -> found.put(in.be32());
                case Attr.MASK, Attr.XOR, Attr.DATA -> values.put(in.type(), DataCodec.readValue(in.nest()));
                default -> {}
            }
        }
        int source = found.require(Attr.SREG);
        int destination = found.require(Attr.DREG);
        int op = found.orElse(Attr.OP, Op.MASK_XOR);
        return switch (op) {
            case Op.MASK_XOR ->
                new Bitwise(source, destination, require(Attr.MASK, values, in), require(Attr.XOR, values, in));
            case Op.LSHIFT, Op.RSHIFT -> {
                int bits = require(Attr.DATA, values, in).toInt();
                yield new Shift(source, destination, found.require(Attr.LEN), op, bits);
            }
            default -> new Unknown(NAME);
        };
    }

    private static NftValue require(int type, Map<Integer, NftValue> values, AttributeReader in)
            throws MalformedMessageException {
        if (!values.containsKey(type)) {
            throw in.missing(type);
        }
        return values.get(type);
    }
}
