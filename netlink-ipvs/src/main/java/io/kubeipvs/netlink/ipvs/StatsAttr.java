package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes inside {@code IPVS_SVC_ATTR_STATS}, {@code IPVS_DEST_ATTR_STATS}, where all but the bytes are u32, and
 * their {@code STATS64}, where all are u64. Source: {@code include/uapi/linux/ip_vs.h, IPVS_STATS_ATTR_*}.
 */
final class StatsAttr {
    static final int CONNS = 1;
    static final int INPKTS = 2;
    static final int OUTPKTS = 3;
    static final int INBYTES = 4;
    static final int OUTBYTES = 5;
    /** A second. */
    static final int CPS = 6;
    /** A second. */
    static final int INPPS = 7;
    /** A second. */
    static final int OUTPPS = 8;
    /** Bytes a second. */
    static final int INBPS = 9;
    /** Bytes a second. */
    static final int OUTBPS = 10;

    static final AttributeNames NAMES = AttributeNames.of(
            "IPVS_STATS_ATTR_",
            "UNSPEC",
            "CONNS",
            "INPKTS",
            "OUTPKTS",
            "INBYTES",
            "OUTBYTES",
            "CPS",
            "INPPS",
            "OUTPPS",
            "INBPS",
            "OUTBPS",
            "PAD");

    private StatsAttr() {}
}
