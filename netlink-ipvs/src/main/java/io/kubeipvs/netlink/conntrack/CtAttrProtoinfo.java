package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of what a protocol's tracker knows. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h,
 * enum ctattr_protoinfo}.
 */
final class CtAttrProtoinfo {
    static final int TCP = 1;

    static final AttributeNames NAMES =
            AttributeNames.of("CTA_PROTOINFO_", "UNSPEC", "TCP", "DCCP", "SCTP").nested(TCP, CtAttrTcp.NAMES);

    private CtAttrProtoinfo() {}
}
