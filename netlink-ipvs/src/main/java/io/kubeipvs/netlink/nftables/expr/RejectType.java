package io.kubeipvs.netlink.nftables.expr;

/** What the sender is told. Source: {@code nf_tables.h, enum nft_reject_types}. */
public final class RejectType {

    /** {@code NFT_REJECT_ICMP_UNREACH}: an ICMP or ICMPv6 code, by the packet's family. */
    public static final int ICMP_UNREACH = 0;
    /** {@code NFT_REJECT_TCP_RST}. */
    public static final int TCP_RST = 1;
    /** {@code NFT_REJECT_ICMPX_UNREACH}: an {@link IcmpxCode}, for either family. */
    public static final int ICMPX_UNREACH = 2;

    private RejectType() {}
}
