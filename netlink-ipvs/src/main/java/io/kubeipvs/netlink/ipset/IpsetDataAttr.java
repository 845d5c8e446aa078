package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes in {@code IPSET_ATTR_DATA} of a listed set. Source: {@code ip_set.h, "CADT specific attributes"} and what
 * follows them.
 */
final class IpsetDataAttr {
    /** be32. */
    static final int ELEMENTS = 24;
    /** be32. */
    static final int REFERENCES = 25;

    static final AttributeNames NAMES = AttributeNames.of(
            "IPSET_ATTR_",
            "UNSPEC",
            "IP",
            "IP_TO",
            "CIDR",
            "PORT",
            "PORT_TO",
            "TIMEOUT",
            "PROTO",
            "CADT_FLAGS",
            "CADT_LINENO",
            "MARK",
            "MARKMASK",
            "BITMASK",
            "13",
            "14",
            "15",
            "CADT_MAX",
            "INITVAL",
            "HASHSIZE",
            "MAXELEM",
            "NETMASK",
            "BUCKETSIZE",
            "RESIZE",
            "SIZE",
            "ELEMENTS",
            "REFERENCES",
            "MEMSIZE");

    private IpsetDataAttr() {}
}
