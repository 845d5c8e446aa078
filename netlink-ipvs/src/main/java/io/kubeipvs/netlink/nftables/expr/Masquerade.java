package io.kubeipvs.netlink.nftables.expr;

/**
 * Rewrites the source to the outgoing interface's address. Source: {@code net/netfilter/nft_masq.c}.
 *
 * @param flags {@link NatFlag}s
 * @param ports the registers with the first and the last source port to use
 */
public record Masquerade(int flags, RegisterRange ports) implements Expression {

    /** With any port, the packet's own where it is free. */
    public static final Masquerade ANY_PORT = new Masquerade(0, RegisterRange.NONE);

    @Override
    public String name() {
        return ExpressionName.MASQ;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.masquerade(this);
    }
}
