package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * Shifts the bits of a register. {@link Bitwise} has its attributes and reads it. Source: {@code
 * net/netfilter/nft_bitwise.c, nft_bitwise_eval_lshift}.
 *
 * @param length bytes
 * @param op {@link Bitwise.Op#LSHIFT} or {@link Bitwise.Op#RSHIFT}
 * @param bits number of bits to shift by
 */
public record Shift(int source, int destination, int length, int op, int bits) implements Expression {
    public Shift {
        if (op != Bitwise.Op.LSHIFT && op != Bitwise.Op.RSHIFT) {
            throw new IllegalArgumentException("not a shift: " + op);
        }
    }

    @Override
    public String name() {
        return Bitwise.NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.shift(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Bitwise.Attr.SREG, source);
        out.be32(Bitwise.Attr.DREG, destination);
        out.be32(Bitwise.Attr.OP, op);
        out.be32(Bitwise.Attr.LEN, length);
        out.nest(Bitwise.Attr.DATA, NftValue.u32(bits), DataCodec::write);
    }
}
