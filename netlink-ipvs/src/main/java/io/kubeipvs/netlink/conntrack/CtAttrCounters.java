package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of one direction's counters. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum
 * ctattr_counters}.
 */
final class CtAttrCounters {
    /** be64. */
    static final int PACKETS = 1;
    /** be64. */
    static final int BYTES = 2;

    static final AttributeNames NAMES =
            AttributeNames.of("CTA_COUNTERS", "_UNSPEC", "_PACKETS", "_BYTES", "32_PACKETS", "32_BYTES", "_PAD");

    private CtAttrCounters() {}
}
