package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of links. Source: {@code include/uapi/linux/if_link.h, IFLA_*, IFLA_INFO_*}. */
final class LinkAttr {
    /** At most 15 characters and a NUL. */
    static final int IFNAME = 3;
    /** Nested. */
    static final int LINKINFO = 18;

    /** Inside {@link #LINKINFO}: the driver's name. */
    static final int INFO_KIND = 1;

    static final AttributeNames INFO_NAMES =
            AttributeNames.of("IFLA_INFO_", "UNSPEC", "KIND", "DATA", "XSTATS", "SLAVE_KIND", "SLAVE_DATA");

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
                    "LINKINFO",
                    "NET_NS_PID",
                    "IFALIAS",
                    "NUM_VF",
                    "VFINFO_LIST",
                    "STATS64",
                    "VF_PORTS",
                    "PORT_SELF",
                    "AF_SPEC",
                    "GROUP",
                    "NET_NS_FD",
                    "EXT_MASK",
                    "PROMISCUITY",
                    "NUM_TX_QUEUES",
                    "NUM_RX_QUEUES",
                    "CARRIER",
                    "PHYS_PORT_ID",
                    "CARRIER_CHANGES",
                    "PHYS_SWITCH_ID",
                    "LINK_NETNSID",
                    "PHYS_PORT_NAME",
                    "PROTO_DOWN",
                    "GSO_MAX_SEGS",
                    "GSO_MAX_SIZE",
                    "PAD",
                    "XDP",
                    "EVENT",
                    "NEW_NETNSID",
                    "IF_NETNSID",
                    "CARRIER_UP_COUNT",
                    "CARRIER_DOWN_COUNT",
                    "NEW_IFINDEX",
                    "MIN_MTU",
                    "MAX_MTU",
                    "PROP_LIST",
                    "ALT_IFNAME",
                    "PERM_ADDRESS",
                    "PROTO_DOWN_REASON",
                    "PARENT_DEV_NAME",
                    "PARENT_DEV_BUS_NAME",
                    "GRO_MAX_SIZE",
                    "TSO_MAX_SIZE",
                    "TSO_MAX_SEGS",
                    "ALLMULTI",
                    "DEVLINK_PORT",
                    "GSO_IPV4_MAX_SIZE",
                    "GRO_IPV4_MAX_SIZE",
                    "DPLL_PIN",
                    "MAX_PACING_OFFLOAD_HORIZON")
            .nested(LINKINFO, INFO_NAMES);

    private LinkAttr() {}
}
