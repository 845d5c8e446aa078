package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes at a message's top level. Source: {@code include/uapi/linux/ip_vs.h, IPVS_CMD_ATTR_*}. */
final class CommandAttr {

    static final int SERVICE = 1;
    static final int DEST = 2;

    static final AttributeNames NAMES = AttributeNames.of(
            "IPVS_CMD_ATTR_", "UNSPEC", "SERVICE", "DEST", "DAEMON", "TIMEOUT_TCP", "TIMEOUT_TCP_FIN", "TIMEOUT_UDP");

    private CommandAttr() {}
}
