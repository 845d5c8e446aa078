package io.kubeipvs.netlink.nftables.expr;

/** Reasons that ICMP and ICMPv6 share. Source: {@code nf_tables.h, enum nft_reject_inet_code}. */
public final class IcmpxCode {

    /** {@code NFT_REJECT_ICMPX_NO_ROUTE}. */
    public static final int NO_ROUTE = 0;
    /** {@code NFT_REJECT_ICMPX_PORT_UNREACH}. */
    public static final int PORT_UNREACH = 1;
    /** {@code NFT_REJECT_ICMPX_HOST_UNREACH}. */
    public static final int HOST_UNREACH = 2;
    /** {@code NFT_REJECT_ICMPX_ADMIN_PROHIBITED}. */
    public static final int ADMIN_PROHIBITED = 3;

    private IcmpxCode() {}
}
