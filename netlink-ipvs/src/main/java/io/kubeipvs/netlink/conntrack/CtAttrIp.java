package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of a tuple's addresses. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum
 * ctattr_ip}.
 */
final class CtAttrIp {
    static final int V4_SRC = 1;
    static final int V4_DST = 2;
    static final int V6_SRC = 3;
    static final int V6_DST = 4;

    static final AttributeNames NAMES = AttributeNames.of("CTA_IP_", "UNSPEC", "V4_SRC", "V4_DST", "V6_SRC", "V6_DST");

    private CtAttrIp() {}
}
