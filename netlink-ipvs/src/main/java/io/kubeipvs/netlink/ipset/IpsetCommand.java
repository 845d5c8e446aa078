package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.netfilter.Subsystem;

/** Message types. Source: {@code include/uapi/linux/netfilter/ipset/ip_set.h, enum ipset_cmd}. */
final class IpsetCommand {
    /** {@code IPSET_CMD_DESTROY}. */
    static final int DESTROY = Subsystem.messageType(Subsystem.IPSET, 3);
    /** {@code IPSET_CMD_FLUSH}. */
    static final int FLUSH = Subsystem.messageType(Subsystem.IPSET, 4);
    /** {@code IPSET_CMD_LIST}: a set, in answers too. */
    static final int LIST = Subsystem.messageType(Subsystem.IPSET, 7);

    private IpsetCommand() {}
}
