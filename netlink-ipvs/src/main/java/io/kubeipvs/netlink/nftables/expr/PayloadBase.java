package io.kubeipvs.netlink.nftables.expr;

/** Where an offset into a packet counts from. Source: {@code nf_tables.h, enum nft_payload_bases}. */
public final class PayloadBase {

    /** {@code NFT_PAYLOAD_LL_HEADER}. */
    public static final int LL_HEADER = 0;
    /** {@code NFT_PAYLOAD_NETWORK_HEADER}. */
    public static final int NETWORK_HEADER = 1;
    /** {@code NFT_PAYLOAD_TRANSPORT_HEADER}. */
    public static final int TRANSPORT_HEADER = 2;
    /** {@code NFT_PAYLOAD_INNER_HEADER}: since Linux 6.2. */
    public static final int INNER_HEADER = 3;

    private PayloadBase() {}
}
