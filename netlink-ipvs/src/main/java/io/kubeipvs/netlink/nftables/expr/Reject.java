package io.kubeipvs.netlink.nftables.expr;

/**
 * Drops the packet and tells its sender. Source: {@code net/netfilter/nft_reject.c}.
 *
 * @param type a {@link RejectType}
 * @param code an ICMP, ICMPv6 or {@link IcmpxCode}; 0 for TCP
 */
public record Reject(int type, int code) implements Expression {

    /** To be used where the packet is known to be TCP. */
    public static final Reject TCP_RESET = new Reject(RejectType.TCP_RST, 0);

    /** @param code an {@link IcmpxCode} */
    public static Reject icmpx(int code) {
        return new Reject(RejectType.ICMPX_UNREACH, code);
    }

    @Override
    public String name() {
        return ExpressionName.REJECT;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.reject(this);
    }
}
