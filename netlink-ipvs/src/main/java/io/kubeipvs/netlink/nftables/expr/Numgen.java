package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Writes a number into a register, in the host's byte order: {@code numgen random mod 5}.
 *
 * <pre>
 * NFTA_EXPR_NAME     "numgen"
 * NFTA_EXPR_DATA
 *   NFTA_NG_DREG     be32, Register
 *   NFTA_NG_MODULUS  be32, from 1
 *   NFTA_NG_TYPE     be32, Type
 *   NFTA_NG_OFFSET   be32
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_numgen.c, nft_ng_inc_init, nft_ng_random_init}.
 *
 * @param type a {@link Type}
 * @param modulus how many numbers there are, unsigned; {@code ERANGE} for 0
 * @param offset the first of them
 * @param register the destination
 */
public record Numgen(int type, int modulus, int offset, int register) implements Expression {
    static final String NAME = "numgen";

    /** The order of the numbers. Source: {@code enum nft_ng_types}. */
    public static final class Type {
        /** One after the other; the counter is that of the rule. */
        public static final int INCREMENTAL = 0;
        /** Each with the same probability. */
        public static final int RANDOM = 1;

        private Type() {}
    }

    /** Source: {@code enum nft_ng_attributes}. */
    static final class Attr {
        static final int DREG = 1;
        static final int MODULUS = 2;
        static final int TYPE = 3;
        static final int OFFSET = 4;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_NG_", "UNSPEC", "DREG", "MODULUS", "TYPE", "OFFSET", "SET_NAME", "SET_ID");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.numgen(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.DREG, register);
        out.be32(Attr.MODULUS, modulus);
        out.be32(Attr.TYPE, type);
        out.be32(Attr.OFFSET, offset);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.DREG, Attr.MODULUS, Attr.TYPE, Attr.OFFSET -> found.put(in.be32());
                default -> {}
            }
        }
        return new Numgen(
                found.require(Attr.TYPE),
                found.require(Attr.MODULUS),
                (int) found.orZero(Attr.OFFSET),
                found.require(Attr.DREG));
    }
}
