package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * A target of iptables, in a rule of {@code iptables-nft}. It can be listed, but not written.
 *
 * <pre>
 * NFTA_EXPR_NAME     "target"
 * NFTA_EXPR_DATA
 *   NFTA_TARGET_NAME string, for instance REJECT
 *   NFTA_TARGET_REV  be32
 *   NFTA_TARGET_INFO the target's own structure
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_compat.c, nft_target_dump}.
 *
 * @param target the name of the target
 */
public record Target(String target) implements Expression {
    /** The target that refuses packets. */
    public static final String REJECT = "REJECT";

    static final String NAME = "target";

    /** Source: {@code nf_tables_compat.h, enum nft_target_attributes}. */
    static final class Attr {
        static final int NAME = 1;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_TARGET_", "UNSPEC", "NAME", "REV", "INFO");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.target(this);
    }

    @Override
    public void write(AttributeWriter out) {
        throw new IllegalArgumentException("cannot write a target of iptables: " + target);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        String target = "";
        while (in.next()) {
            if (in.type() == Attr.NAME) {
                target = in.cstring();
            }
        }
        return new Target(target);
    }
}
