package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of what is known of a TCP connection. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h,
 * enum ctattr_protoinfo_tcp}.
 */
final class CtAttrTcp {
    /** u8. */
    static final int STATE = 1;

    static final AttributeNames NAMES = AttributeNames.of(
            "CTA_PROTOINFO_TCP_",
            "UNSPEC",
            "STATE",
            "WSCALE_ORIGINAL",
            "WSCALE_REPLY",
            "FLAGS_ORIGINAL",
            "FLAGS_REPLY");

    private CtAttrTcp() {}
}
