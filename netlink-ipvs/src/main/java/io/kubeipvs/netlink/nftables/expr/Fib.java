package io.kubeipvs.netlink.nftables.expr;

/**
 * Asks the routing tables: {@code fib daddr type}. Source: {@code net/netfilter/nft_fib.c}.
 *
 * @param flags {@link FibFlag}s
 * @param result a {@link FibResult}
 * @param register where to
 */
public record Fib(int flags, int result, int register) implements Expression {

    @Override
    public String name() {
        return ExpressionName.FIB;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.fib(this);
    }
}
