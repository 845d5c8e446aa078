package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Writes a hash of other registers into a register, in the host's byte order: {@code jhash ip saddr mod 5 seed 0x1}.
 *
 * <pre>
 * NFTA_EXPR_NAME       "hash"
 * NFTA_EXPR_DATA
 *   NFTA_HASH_SREG     be32, Register
 *   NFTA_HASH_DREG     be32, Register
 *   NFTA_HASH_LEN      be32, bytes, 1 to 255
 *   NFTA_HASH_MODULUS  be32, from 2
 *   NFTA_HASH_SEED     be32; without it, the kernel chooses one
 *   NFTA_HASH_OFFSET   be32
 *   NFTA_HASH_TYPE     be32, NFT_HASH_JENKINS
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_hash.c, nft_jhash_init}.
 *
 * @param source the register that the hashed bytes begin with
 * @param length how many bytes are hashed
 * @param modulus how many results there are, unsigned; {@code ERANGE} below 2
 * @param seed the same seed means the same results
 * @param offset the first of them
 * @param register the destination
 */
public record Hash(int source, int length, int modulus, int seed, int offset, int register) implements Expression {
    static final String NAME = "hash";

    /** Source: {@code enum nft_hash_attributes}. */
    static final class Attr {
        static final int SREG = 1;
        static final int DREG = 2;
        static final int LEN = 3;
        static final int MODULUS = 4;
        static final int SEED = 5;
        static final int OFFSET = 6;
        static final int TYPE = 7;

        static final AttributeNames NAMES = AttributeNames.of(
                "NFTA_HASH_",
                "UNSPEC",
                "SREG",
                "DREG",
                "LEN",
                "MODULUS",
                "SEED",
                "OFFSET",
                "TYPE",
                "SET_NAME",
                "SET_ID");

        private Attr() {}
    }

    /** Source: {@code enum nft_hash_types}. */
    static final class Type {
        static final int JENKINS = 0;

        private Type() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.hash(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.SREG, source);
        out.be32(Attr.DREG, register);
        out.be32(Attr.LEN, length);
        out.be32(Attr.MODULUS, modulus);
        out.be32(Attr.SEED, seed);
        out.be32(Attr.OFFSET, offset);
        out.be32(Attr.TYPE, Type.JENKINS);
    }

    /** Reads one; of another type than {@code jhash} nothing is known but its name. */
    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.SREG, Attr.DREG, Attr.LEN, Attr.MODULUS, Attr.SEED, Attr.OFFSET, Attr.TYPE ->
                    found.put(in.be32());
                default -> {}
            }
        }
        if (found.orZero(Attr.TYPE) != Type.JENKINS) {
            return new Unknown(NAME);
        }
        return new Hash(
                found.require(Attr.SREG),
                found.require(Attr.LEN),
                found.require(Attr.MODULUS),
                (int) found.orZero(Attr.SEED),
                (int) found.orZero(Attr.OFFSET),
                found.require(Attr.DREG));
    }
}
