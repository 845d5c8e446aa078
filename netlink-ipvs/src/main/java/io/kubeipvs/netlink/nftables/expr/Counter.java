package io.kubeipvs.netlink.nftables.expr;

/**
 * Counts. Source: {@code net/netfilter/nft_counter.c}.
 */
public record Counter(long bytes, long packets) implements Expression {

    /** Counts from 0. */
    public static final Counter ZERO = new Counter(0, 0);

    @Override
    public String name() {
        return ExpressionName.COUNTER;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.counter(this);
    }
}
