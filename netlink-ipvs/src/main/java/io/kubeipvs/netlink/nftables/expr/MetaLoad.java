package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Loads a property of the packet that the kernel keeps beside its bytes: {@code meta mark}.
 *
 * <pre>
 * NFTA_EXPR_NAME     "meta"
 * NFTA_EXPR_DATA
 *   NFTA_META_KEY    be32, MetaKey
 *   NFTA_META_DREG   be32, Register; of a load
 *   NFTA_META_SREG   be32, Register; of a set
 * </pre>
 *
 * <p>{@link MetaSet} has the same attributes. Source: {@code net/netfilter/nft_meta.c, nft_meta_get_init,
 * nft_meta_get_eval}.
 *
 * @param key a {@link MetaKey}
 * @param register the destination
 */
public record MetaLoad(int key, int register) implements Expression {
    static final String NAME = "meta";

    /** Source: {@code enum nft_meta_attributes}. */
    static final class Attr {
        static final int DREG = 1;
        static final int KEY = 2;
        static final int SREG = 3;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_META_", "UNSPEC", "DREG", "KEY", "SREG");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.metaLoad(this);
    }

    @Override
    public void write(AttributeWriter out) {
        out.be32(Attr.KEY, key);
        out.be32(Attr.DREG, register);
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.KEY, Attr.DREG, Attr.SREG -> found.put(in.be32());
                default -> {}
            }
        }
        int key = found.require(Attr.KEY);
        return found.has(Attr.SREG)
                ? new MetaSet(key, found.require(Attr.SREG))
                : new MetaLoad(key, found.require(Attr.DREG));
    }
}
