package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.HashMap;
import java.util.Map;

/** Masks and shifts; what works on two registers (Linux 6.13) is left alone on the wire. Source: {@code net/netfilter/nft_bitwise.c, nft_bitwise_init}. */
final class BitwiseCodec {

    private BitwiseCodec() {}

    static void write(Bitwise bitwise, AttributeWriter out) {
        out.be32(BitwiseAttr.SREG, bitwise.source());
        out.be32(BitwiseAttr.DREG, bitwise.destination());
        out.be32(BitwiseAttr.LEN, bitwise.mask().length());
        out.nest(BitwiseAttr.MASK, bitwise.mask(), DataCodec::write);
        out.nest(BitwiseAttr.XOR, bitwise.xor(), DataCodec::write);
    }

    static void write(Shift shift, AttributeWriter out) {
        out.be32(BitwiseAttr.SREG, shift.source());
        out.be32(BitwiseAttr.DREG, shift.destination());
        out.be32(BitwiseAttr.OP, shift.op());
        out.be32(BitwiseAttr.LEN, shift.length());
        out.nest(BitwiseAttr.DATA, NftValue.u32(shift.bits()), DataCodec::write);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        Map<Integer, NftValue> values = new HashMap<>();
        while (in.next()) {
            switch (in.type()) {
                case BitwiseAttr.SREG, BitwiseAttr.DREG, BitwiseAttr.LEN, BitwiseAttr.OP -> found.put(in.be32());
                case BitwiseAttr.MASK, BitwiseAttr.XOR, BitwiseAttr.DATA ->
                    values.put(in.type(), DataCodec.readValue(in.nest()));
                default -> {}
            }
        }
        int source = found.require(BitwiseAttr.SREG);
        int destination = found.require(BitwiseAttr.DREG);
        int op = found.orElse(BitwiseAttr.OP, BitwiseOp.MASK_XOR);
        return switch (op) {
            case BitwiseOp.MASK_XOR ->
                new Bitwise(
                        source,
                        destination,
                        require(BitwiseAttr.MASK, values, in),
                        require(BitwiseAttr.XOR, values, in));
            case BitwiseOp.LSHIFT, BitwiseOp.RSHIFT -> {
                int bits = require(BitwiseAttr.DATA, values, in).toInt();
                yield new Shift(source, destination, found.require(BitwiseAttr.LEN), op, bits);
            }
            default -> new Unknown(ExpressionName.BITWISE);
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
