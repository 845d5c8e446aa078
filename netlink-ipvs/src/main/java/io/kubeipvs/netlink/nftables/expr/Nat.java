package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.netfilter.NftFamily;

/**
 * Rewrites the source or the destination of a connection.
 *
 * <pre>
 * NFTA_EXPR_NAME             "nat"
 * NFTA_EXPR_DATA
 *   NFTA_NAT_TYPE            be32, Type
 *   NFTA_NAT_FAMILY          be32, NftFamily
 *   NFTA_NAT_REG_ADDR_MIN    be32, Register
 *   NFTA_NAT_REG_ADDR_MAX    be32, Register
 *   NFTA_NAT_REG_PROTO_MIN   be32, Register
 *   NFTA_NAT_REG_PROTO_MAX   be32, Register
 *   NFTA_NAT_FLAGS           be32, NatFlag
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_nat.c, nft_nat_init}.
 *
 * @param type a {@link Type}
 * @param family {@link NftFamily#IP} or {@link NftFamily#IP6}
 * @param flags {@link NatFlag}s
 * @param address the registers with the first and the last address
 * @param port the registers with the first and the last port
 */
public record Nat(int type, NftFamily family, int flags, RegisterRange address, RegisterRange port)
        implements Expression {
    static final String NAME = "nat";

    /** The end of the connection that is rewritten. Source: {@code enum nft_nat_types}. */
    public static final class Type {
        public static final int SNAT = 0;
        public static final int DNAT = 1;

        private Type() {}
    }

    /** Source: {@code enum nft_nat_attributes}. */
    static final class Attr {
        static final int TYPE = 1;
        static final int FAMILY = 2;
        static final int REG_ADDR_MIN = 3;
        static final int REG_ADDR_MAX = 4;
        static final int REG_PROTO_MIN = 5;
        static final int REG_PROTO_MAX = 6;
        static final int FLAGS = 7;

        static final AttributeNames NAMES = AttributeNames.of(
                "NFTA_NAT_",
                "UNSPEC",
                "TYPE",
                "FAMILY",
                "REG_ADDR_MIN",
                "REG_ADDR_MAX",
                "REG_PROTO_MIN",
                "REG_PROTO_MAX",
                "FLAGS");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.nat(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.TYPE, type);
        out.be32(Attr.FAMILY, family.number());
        address.write(Attr.REG_ADDR_MIN, Attr.REG_ADDR_MAX, out);
        port.write(Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX, out);
        NatFlag.write(Attr.FLAGS, flags, port, out);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.TYPE, Attr.FAMILY, Attr.FLAGS -> found.put(in.be32());
                case Attr.REG_ADDR_MIN, Attr.REG_ADDR_MAX, Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX ->
                    found.put(in.be32());
                default -> {}
            }
        }
        int number = found.require(Attr.FAMILY);
        NftFamily family = NftFamily.of(number).orElseThrow(() -> in.malformed("unknown family " + number));
        return new Nat(
                found.require(Attr.TYPE),
                family,
                NatFlag.read(found, Attr.FLAGS),
                RegisterRange.read(found, Attr.REG_ADDR_MIN, Attr.REG_ADDR_MAX),
                RegisterRange.read(found, Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX));
    }
}
