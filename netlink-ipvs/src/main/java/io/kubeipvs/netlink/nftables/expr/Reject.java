package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Drops the packet and reports this to its sender.
 *
 * <pre>
 * NFTA_EXPR_NAME            "reject"
 * NFTA_EXPR_DATA
 *   NFTA_REJECT_TYPE        be32, Type
 *   NFTA_REJECT_ICMP_CODE   u8; its meaning depends on the type
 * </pre>
 *
 * <p>The kernel lists no code for TCP. Source: {@code net/netfilter/nft_reject.c, nft_reject_init}.
 *
 * @param type a {@link Type}
 * @param code a code of ICMP or ICMPv6, or an {@link IcmpxCode}; 0 for TCP
 */
public record Reject(int type, int code) implements Expression {
    /** Only for rules that match TCP packets. */
    public static final Reject TCP_RESET = new Reject(Type.TCP_RST, 0);

    static final String NAME = "reject";

    /** Kinds of answers to the sender. Source: {@code enum nft_reject_types}. */
    public static final class Type {
        /** A code of ICMP or ICMPv6, by the packet's family. */
        public static final int ICMP_UNREACH = 0;
        /** A TCP reset. */
        public static final int TCP_RST = 1;
        /** An {@link IcmpxCode}, for both families. */
        public static final int ICMPX_UNREACH = 2;

        private Type() {}
    }

    /** Reasons that ICMP and ICMPv6 have in common. Source: {@code enum nft_reject_inet_code}. */
    public static final class IcmpxCode {
        public static final int NO_ROUTE = 0;
        public static final int PORT_UNREACH = 1;
        public static final int HOST_UNREACH = 2;
        public static final int ADMIN_PROHIBITED = 3;

        private IcmpxCode() {}
    }

    /** Source: {@code enum nft_reject_attributes}. */
    static final class Attr {
        static final int TYPE = 1;
        static final int ICMP_CODE = 2;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_REJECT_", "UNSPEC", "TYPE", "ICMP_CODE");

        private Attr() {}
    }

    /** @param code an {@link IcmpxCode} */
    public static Reject icmpx(int code) {
        return new Reject(Type.ICMPX_UNREACH, code);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.reject(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.TYPE, type);
        out.u8(Attr.ICMP_CODE, code);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.TYPE -> found.put(in.be32());
                case Attr.ICMP_CODE -> found.put(in.u8());
                default -> {}
            }
        }
        return new Reject(found.require(Attr.TYPE), found.orElse(Attr.ICMP_CODE, 0));
    }
}
