package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.netfilter.Subsystem;

/**
 * Message types. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum cntl_msg_types}.
 */
final class CtMessage {
    /** {@code IPCTNL_MSG_CT_NEW}: a flow, in answers and notifications. */
    static final int NEW = Subsystem.messageType(Subsystem.CTNETLINK, 0);
    /** {@code IPCTNL_MSG_CT_GET}. */
    static final int GET = Subsystem.messageType(Subsystem.CTNETLINK, 1);
    /** {@code IPCTNL_MSG_CT_DELETE}. */
    static final int DELETE = Subsystem.messageType(Subsystem.CTNETLINK, 2);
    /** {@code IPCTNL_MSG_CT_GET_STATS}: the table's size. */
    static final int GET_STATS = Subsystem.messageType(Subsystem.CTNETLINK, 5);

    private CtMessage() {}
}
