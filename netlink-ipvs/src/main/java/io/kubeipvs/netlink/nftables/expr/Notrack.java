package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * Excludes the packet from connection tracking.
 *
 * <pre>
 * NFTA_EXPR_NAME   "notrack"
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nft_ct.c, nft_notrack_eval}.
 */
public record Notrack() implements Expression {
    static final String NAME = "notrack";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.notrack(this);
    }

    /** Writes nothing: the expression has no data. */
    @Override
    public void write(AttributeWriter out) {
        // no attributes
    }
}
