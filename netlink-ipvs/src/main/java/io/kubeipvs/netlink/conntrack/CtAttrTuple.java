package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of a tuple. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum ctattr_tuple}.
 */
final class CtAttrTuple {
    static final int IP = 1;
    static final int PROTO = 2;
    /** be16; only where the zone is of this direction alone. */
    static final int ZONE = 3;

    static final AttributeNames NAMES = AttributeNames.of("CTA_TUPLE_", "UNSPEC", "IP", "PROTO", "ZONE")
            .nested(IP, CtAttrIp.NAMES)
            .nested(PROTO, CtAttrProto.NAMES);

    private CtAttrTuple() {}
}
