package io.kubeipvs.netlink.nftables.expr;

/**
 * The facts that the kernel knows of a packet without reading it. The width is that of a register's part. Source:
 * {@code nf_tables.h, enum nft_meta_keys}.
 */
public final class MetaKey {
    /** {@code NFT_META_LEN}: u32, bytes. */
    public static final int LEN = 0;
    /** {@code NFT_META_PROTOCOL}: be16, the Ethernet type. */
    public static final int PROTOCOL = 1;
    /** {@code NFT_META_PRIORITY}: u32. */
    public static final int PRIORITY = 2;
    /** {@code NFT_META_MARK}: u32. */
    public static final int MARK = 3;
    /** {@code NFT_META_IIF}: u32, the incoming interface's index. */
    public static final int IIF = 4;
    /** {@code NFT_META_OIF}: u32, the outgoing interface's index. */
    public static final int OIF = 5;
    /** {@code NFT_META_IIFNAME}: 16 bytes. */
    public static final int IIFNAME = 6;
    /** {@code NFT_META_OIFNAME}: 16 bytes. */
    public static final int OIFNAME = 7;
    /** {@code NFT_META_IIFTYPE}: u16. */
    public static final int IIFTYPE = 8;
    /** {@code NFT_META_OIFTYPE}: u16. */
    public static final int OIFTYPE = 9;
    /** {@code NFT_META_SKUID}: u32. */
    public static final int SKUID = 10;
    /** {@code NFT_META_SKGID}: u32. */
    public static final int SKGID = 11;
    /** {@code NFT_META_NFTRACE}: u8. */
    public static final int NFTRACE = 12;
    /** {@code NFT_META_RTCLASSID}: u32. */
    public static final int RTCLASSID = 13;
    /** {@code NFT_META_SECMARK}: u32. */
    public static final int SECMARK = 14;
    /** {@code NFT_META_NFPROTO}: u8, 2 for IPv4 and 10 for IPv6. */
    public static final int NFPROTO = 15;
    /** {@code NFT_META_L4PROTO}: u8. */
    public static final int L4PROTO = 16;
    /** {@code NFT_META_BRI_IIFNAME}: 16 bytes. */
    public static final int BRI_IIFNAME = 17;
    /** {@code NFT_META_BRI_OIFNAME}: 16 bytes. */
    public static final int BRI_OIFNAME = 18;
    /** {@code NFT_META_PKTTYPE}: u8. */
    public static final int PKTTYPE = 19;
    /** {@code NFT_META_CPU}: u32. */
    public static final int CPU = 20;
    /** {@code NFT_META_IIFGROUP}: u32. */
    public static final int IIFGROUP = 21;
    /** {@code NFT_META_OIFGROUP}: u32. */
    public static final int OIFGROUP = 22;
    /** {@code NFT_META_CGROUP}: u32. */
    public static final int CGROUP = 23;
    /** {@code NFT_META_PRANDOM}: u32. */
    public static final int PRANDOM = 24;
    /** {@code NFT_META_SECPATH}: u8. */
    public static final int SECPATH = 25;
    /** {@code NFT_META_IIFKIND}: 16 bytes. */
    public static final int IIFKIND = 26;
    /** {@code NFT_META_OIFKIND}: 16 bytes. */
    public static final int OIFKIND = 27;
    /** {@code NFT_META_BRI_IIFPVID}: u16. */
    public static final int BRI_IIFPVID = 28;
    /** {@code NFT_META_BRI_IIFVPROTO}: be16. */
    public static final int BRI_IIFVPROTO = 29;
    /** {@code NFT_META_TIME_NS}: u64, nanoseconds. */
    public static final int TIME_NS = 30;
    /** {@code NFT_META_TIME_DAY}: u8. */
    public static final int TIME_DAY = 31;
    /** {@code NFT_META_TIME_HOUR}: u32, seconds. */
    public static final int TIME_HOUR = 32;
    /** {@code NFT_META_SDIF}: u32. */
    public static final int SDIF = 33;
    /** {@code NFT_META_SDIFNAME}: 16 bytes. */
    public static final int SDIFNAME = 34;

    private MetaKey() {}
}
