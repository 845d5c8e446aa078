package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of links. Source: {@code include/uapi/linux/if_link.h, IFLA_*, IFLA_INFO_*}. */
final class LinkAttr {

    /** At most 15 characters and a NUL. */
    static final int IFNAME = 3;
    /** Nested. */
    static final int LINKINFO = 18;

    static final AttributeNames NAMES = AttributeNames.of(
            "IFLA_",
            "UNSPEC",
            "ADDRESS",
            "BROADCAST",
            "IFNAME",
            "MTU",
            "LINK",
            "QDISC",
            "STATS",
            "COST",
            "PRIORITY",
            "MASTER",
            "WIRELESS",
            "PROTINFO",
            "TXQLEN",
            "MAP",
            "WEIGHT",
            "OPERSTATE",
            "LINKMODE",
            "LINKINFO");

    /** Inside {@link #LINKINFO}: the driver's name. */
    static final int INFO_KIND = 1;

    static final AttributeNames INFO_NAMES =
            AttributeNames.of("IFLA_INFO_", "UNSPEC", "KIND", "DATA", "XSTATS", "SLAVE_KIND", "SLAVE_DATA");

    private LinkAttr() {}
}
