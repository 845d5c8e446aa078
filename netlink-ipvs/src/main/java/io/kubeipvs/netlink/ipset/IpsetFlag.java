package io.kubeipvs.netlink.ipset;

/** The content of a list request. Source: {@code ip_set.h, enum ipset_cmd_flags, IPSET_FLAG_*}. */
final class IpsetFlag {
    /** {@code IPSET_FLAG_LIST_HEADER}: lists the properties of sets, without elements. */
    static final int LIST_HEADER = 4;

    private IpsetFlag() {}
}
