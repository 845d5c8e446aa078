package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Rewrites the source to an address of the outgoing interface.
 *
 * <pre>
 * NFTA_EXPR_NAME              "masq"
 * NFTA_EXPR_DATA
 *   NFTA_MASQ_FLAGS           be32, NatFlag
 *   NFTA_MASQ_REG_PROTO_MIN   be32, Register
 *   NFTA_MASQ_REG_PROTO_MAX   be32, Register
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_masq.c, nft_masq_init}.
 *
 * @param flags {@link NatFlag}s
 * @param ports the registers with the first and the last source port to use
 */
public record Masquerade(int flags, RegisterRange ports) implements Expression {
    /** With any port; the packet keeps its own port if this is free. */
    public static final Masquerade ANY_PORT = new Masquerade(0, RegisterRange.NONE);

    static final String NAME = "masq";

    /** Source: {@code enum nft_masq_attributes}. */
    static final class Attr {
        static final int FLAGS = 1;
        static final int REG_PROTO_MIN = 2;
        static final int REG_PROTO_MAX = 3;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_MASQ_", "UNSPEC", "FLAGS", "REG_PROTO_MIN", "REG_PROTO_MAX");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.masquerade(this);
    }

    @Override
    public void write(AttributeWriter out) {
        NatFlag.write(Attr.FLAGS, flags, ports, out);
        ports.write(Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX, out);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.FLAGS, Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX -> found.put(in.be32());
                default -> {}
            }
        }
        return new Masquerade(
                NatFlag.read(found, Attr.FLAGS), RegisterRange.read(found, Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX));
    }
}
