package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Rewrites the destination to this host.
 *
 * <pre>
 * NFTA_EXPR_NAME               "redir"
 * NFTA_EXPR_DATA
 *   NFTA_REDIR_REG_PROTO_MIN   be32, Register
 *   NFTA_REDIR_REG_PROTO_MAX   be32, Register
 *   NFTA_REDIR_FLAGS           be32, NatFlag
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_redir.c, nft_redir_init}.
 *
 * @param flags {@link NatFlag}s
 * @param ports the registers with the first and the last new port
 */
public record Redirect(int flags, RegisterRange ports) implements Expression {
    static final String NAME = "redir";

    /** Source: {@code enum nft_redir_attributes}. */
    static final class Attr {
        static final int REG_PROTO_MIN = 1;
        static final int REG_PROTO_MAX = 2;
        static final int FLAGS = 3;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_REDIR_", "UNSPEC", "REG_PROTO_MIN", "REG_PROTO_MAX", "FLAGS");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.redirect(this);
    }

    @Override
    public void write(AttributeWriter out) {
        ports.write(Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX, out);
        NatFlag.write(Attr.FLAGS, flags, ports, out);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.FLAGS, Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX -> found.put(in.be32());
                default -> {}
            }
        }
        return new Redirect(
                NatFlag.read(found, Attr.FLAGS), RegisterRange.read(found, Attr.REG_PROTO_MIN, Attr.REG_PROTO_MAX));
    }
}
