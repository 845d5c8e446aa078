package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.netfilter.NftFamily;

/**
 * Rewrites the source or the destination. Source: {@code net/netfilter/nft_nat.c}.
 *
 * @param type a {@link NatType}
 * @param family {@link NftFamily#IP} or {@link NftFamily#IP6}
 * @param flags {@link NatFlag}s
 * @param address the registers with the first and the last address
 * @param port the registers with the first and the last port
 */
public record Nat(int type, NftFamily family, int flags, RegisterRange address, RegisterRange port)
        implements Expression {

    @Override
    public String name() {
        return ExpressionName.NAT;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.nat(this);
    }
}
