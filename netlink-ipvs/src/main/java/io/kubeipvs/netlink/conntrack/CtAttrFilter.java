package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes that say which parts of a tuple a filter means. Source: {@code
 * include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum ctattr_filter}.
 */
final class CtAttrFilter {
    /** u32 in the host's order, unlike everything else here: bits of {@link CtFilterFlag}. */
    static final int ORIG_FLAGS = 1;

    static final AttributeNames NAMES = AttributeNames.of("CTA_FILTER_", "UNSPEC", "ORIG_FLAGS", "REPLY_FLAGS");

    private CtAttrFilter() {}
}
