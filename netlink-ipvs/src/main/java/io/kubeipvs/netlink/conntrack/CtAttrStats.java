package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of the table as a whole. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum
 * ctattr_stats_global}.
 */
final class CtAttrStats {
    /** be32. */
    static final int ENTRIES = 1;

    static final AttributeNames NAMES = AttributeNames.of("CTA_STATS_GLOBAL_", "UNSPEC", "ENTRIES", "MAX_ENTRIES");

    private CtAttrStats() {}
}
