package io.kubeipvs.netlink.nftables.expr;

/**
 * Rewrites the destination to this host. Source: {@code net/netfilter/nft_redir.c}.
 *
 * @param flags {@link NatFlag}s
 * @param ports the registers with the first and the last new port
 */
public record Redirect(int flags, RegisterRange ports) implements Expression {

    @Override
    public String name() {
        return ExpressionName.REDIR;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.redirect(this);
    }
}
