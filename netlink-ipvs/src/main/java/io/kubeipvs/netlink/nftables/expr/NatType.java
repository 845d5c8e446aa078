package io.kubeipvs.netlink.nftables.expr;

/** Which end is rewritten. Source: {@code nf_tables.h, enum nft_nat_types}. */
public final class NatType {

    /** {@code NFT_NAT_SNAT}. */
    public static final int SNAT = 0;
    /** {@code NFT_NAT_DNAT}. */
    public static final int DNAT = 1;

    private NatType() {}
}
