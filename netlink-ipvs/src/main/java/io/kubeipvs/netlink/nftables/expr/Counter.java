package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Counts packets and their bytes.
 *
 * <pre>
 * NFTA_EXPR_NAME           "counter"
 * NFTA_EXPR_DATA
 *   NFTA_COUNTER_BYTES     be64
 *   NFTA_COUNTER_PACKETS   be64
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_counter.c, nft_counter_do_init}.
 */
public record Counter(long bytes, long packets) implements Expression {
    /** Counts from 0. */
    public static final Counter ZERO = new Counter(0, 0);

    static final String NAME = "counter";

    /** Source: {@code enum nft_counter_attributes}. */
    static final class Attr {
        static final int BYTES = 1;
        static final int PACKETS = 2;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_COUNTER_", "UNSPEC", "BYTES", "PACKETS", "PAD");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.counter(this);
    }

    @Override
    public void write(AttributeWriter out) {
        if (bytes != 0) {
            out.be64(Attr.BYTES, bytes);
        }
        if (packets != 0) {
            out.be64(Attr.PACKETS, packets);
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case Attr.BYTES, Attr.PACKETS -> found.put(in.be64());
                default -> {}
            }
        }
        return new Counter(found.orZero(Attr.BYTES), found.orZero(Attr.PACKETS));
    }
}
