package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.generic.GenericHeader;

/** Attributes at a message's top level. Source: {@code include/uapi/linux/ip_vs.h, IPVS_CMD_ATTR_*}. */
final class CommandAttr {
    static final int SERVICE = 1;
    static final int DEST = 2;
    /** u32, seconds. */
    static final int TIMEOUT_TCP = 4;
    /** u32, seconds. */
    static final int TIMEOUT_TCP_FIN = 5;
    /** u32, seconds. */
    static final int TIMEOUT_UDP = 6;

    static final AttributeNames NAMES = AttributeNames.of(
                    "IPVS_CMD_ATTR_",
                    "UNSPEC",
                    "SERVICE",
                    "DEST",
                    "DAEMON",
                    "TIMEOUT_TCP",
                    "TIMEOUT_TCP_FIN",
                    "TIMEOUT_UDP")
            .nested(SERVICE, ServiceAttr.NAMES)
            .nested(DEST, DestinationAttr.NAMES);

    static final Layout LAYOUT = new Layout(GenericHeader.SIZE, NAMES);

    private CommandAttr() {}
}
