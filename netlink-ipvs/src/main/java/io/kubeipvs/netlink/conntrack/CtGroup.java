package io.kubeipvs.netlink.conntrack;

/** Multicast groups. Source: {@code include/uapi/linux/netfilter/nfnetlink.h, enum nfnetlink_groups, NFNLGRP_*}. */
final class CtGroup {
    /** {@code NFNLGRP_CONNTRACK_NEW}. */
    static final int NEW = 1;
    /** {@code NFNLGRP_CONNTRACK_UPDATE}. */
    static final int UPDATE = 2;
    /** {@code NFNLGRP_CONNTRACK_DESTROY}. */
    static final int DESTROY = 3;

    private CtGroup() {}
}
