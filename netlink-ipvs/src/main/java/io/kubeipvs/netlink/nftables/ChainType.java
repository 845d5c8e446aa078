package io.kubeipvs.netlink.nftables;

import java.util.Locale;

/**
 * The kind of a base chain, which decides what its rules may do. Source: {@code net/netfilter/nft_chain_*.c, struct
 * nft_chain_type}.
 */
public enum ChainType {
    FILTER,
    /** Only the first packet of a connection passes through it. */
    NAT,
    /** Looks up the route again when a packet was changed. */
    ROUTE;

    /** As the kernel spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
