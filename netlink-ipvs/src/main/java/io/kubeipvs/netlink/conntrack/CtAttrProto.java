package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of what a tuple holds of the transport protocol. Source: {@code
 * include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum ctattr_l4proto}.
 */
final class CtAttrProto {
    /** u8, the protocol number. */
    static final int NUM = 1;
    /** be16. */
    static final int SRC_PORT = 2;
    /** be16. */
    static final int DST_PORT = 3;
    /** be16. */
    static final int ICMP_ID = 4;
    /** u8. */
    static final int ICMP_TYPE = 5;
    /** u8. */
    static final int ICMP_CODE = 6;
    /** be16. */
    static final int ICMPV6_ID = 7;
    /** u8. */
    static final int ICMPV6_TYPE = 8;
    /** u8. */
    static final int ICMPV6_CODE = 9;

    static final AttributeNames NAMES = AttributeNames.of(
            "CTA_PROTO_",
            "UNSPEC",
            "NUM",
            "SRC_PORT",
            "DST_PORT",
            "ICMP_ID",
            "ICMP_TYPE",
            "ICMP_CODE",
            "ICMPV6_ID",
            "ICMPV6_TYPE",
            "ICMPV6_CODE");

    private CtAttrProto() {}
}
