package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.netfilter.NftFamily;

/** Address translation, and what its kin share on the wire. Source: {@code net/netfilter/nft_nat.c, nft_nat_init}. */
final class NatCodec {

    /** {@code NF_NAT_RANGE_MAP_IPS}, which the kernel sets by the registers. */
    private static final int MAP_IPS = 1;
    /** {@code NF_NAT_RANGE_PROTO_SPECIFIED}, which follows from the registers. */
    private static final int PROTO_SPECIFIED = 1 << 1;

    private NatCodec() {}

    static void write(Nat nat, AttributeWriter out) {
        out.be32(NatAttr.TYPE, nat.type());
        out.be32(NatAttr.FAMILY, nat.family().number());
        writeRange(nat.address(), NatAttr.REG_ADDR_MIN, NatAttr.REG_ADDR_MAX, out);
        writeRange(nat.port(), NatAttr.REG_PROTO_MIN, NatAttr.REG_PROTO_MAX, out);
        writeFlags(nat.flags(), nat.port(), NatAttr.FLAGS, out);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case NatAttr.TYPE, NatAttr.FAMILY, NatAttr.FLAGS -> found.put(in.be32());
                case NatAttr.REG_ADDR_MIN, NatAttr.REG_ADDR_MAX, NatAttr.REG_PROTO_MIN, NatAttr.REG_PROTO_MAX ->
                    found.put(in.be32());
                default -> {}
            }
        }
        int number = found.require(NatAttr.FAMILY);
        NftFamily family = NftFamily.of(number).orElseThrow(() -> in.malformed("unknown family " + number));
        return new Nat(
                found.require(NatAttr.TYPE),
                family,
                flags(found, NatAttr.FLAGS),
                range(found, NatAttr.REG_ADDR_MIN, NatAttr.REG_ADDR_MAX),
                range(found, NatAttr.REG_PROTO_MIN, NatAttr.REG_PROTO_MAX));
    }

    /** Writes the registers of a range; one value's second register is left out. */
    static void writeRange(RegisterRange range, int first, int last, AttributeWriter out) {
        if (range.first() != Register.NONE) {
            out.be32(first, range.first());
        }
        if (range.last() != range.first()) {
            out.be32(last, range.last());
        }
    }

    static void writeFlags(int flags, RegisterRange port, int type, AttributeWriter out) {
        int all = port.first() == Register.NONE ? flags : flags | PROTO_SPECIFIED;
        if (all != 0) {
            out.be32(type, all);
        }
    }

    static RegisterRange range(Found found, int first, int last) {
        int from = found.orElse(first, Register.NONE);
        return new RegisterRange(from, found.orElse(last, from));
    }

    static int flags(Found found, int type) {
        return found.orElse(type, 0) & ~(MAP_IPS | PROTO_SPECIFIED);
    }
}
