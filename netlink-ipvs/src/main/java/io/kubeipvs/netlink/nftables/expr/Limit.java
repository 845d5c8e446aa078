package io.kubeipvs.netlink.nftables.expr;

/**
 * Matches as long as a rate is kept. Source: {@code net/netfilter/nft_limit.c}.
 *
 * @param rate packets or bytes a unit
 * @param unit seconds
 * @param burst packets or bytes beyond the rate
 * @param bytes whether bytes are counted, not packets
 * @param over whether only what is beyond the rate matches
 */
public record Limit(long rate, long unit, int burst, boolean bytes, boolean over) implements Expression {

    @Override
    public String name() {
        return ExpressionName.LIMIT;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.limit(this);
    }
}
