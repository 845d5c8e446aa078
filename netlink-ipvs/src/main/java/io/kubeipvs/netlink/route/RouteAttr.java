package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of routes. Source: {@code include/uapi/linux/rtnetlink.h, RTA_*}. */
final class RouteAttr {
    /** The destination's address. */
    static final int DST = 1;
    /** u32, link index. */
    static final int OIF = 4;
    /** The source address of packets that choose none. */
    static final int PREFSRC = 7;
    /** u32; the header's field ends at 255. */
    static final int TABLE = 15;

    static final AttributeNames NAMES = AttributeNames.of(
            "RTA_",
            "UNSPEC",
            "DST",
            "SRC",
            "IIF",
            "OIF",
            "GATEWAY",
            "PRIORITY",
            "PREFSRC",
            "METRICS",
            "MULTIPATH",
            "PROTOINFO",
            "FLOW",
            "CACHEINFO",
            "SESSION",
            "MP_ALGO",
            "TABLE",
            "MARK",
            "MFC_STATS",
            "VIA",
            "NEWDST",
            "PREF",
            "ENCAP_TYPE",
            "ENCAP",
            "EXPIRES",
            "PAD",
            "UID",
            "TTL_PROPAGATE",
            "IP_PROTO",
            "SPORT",
            "DPORT",
            "NH_ID");

    private RouteAttr() {}
}
