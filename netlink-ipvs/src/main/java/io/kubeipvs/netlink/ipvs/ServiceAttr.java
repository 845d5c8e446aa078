package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes inside {@code IPVS_CMD_ATTR_SERVICE}. Source: {@code include/uapi/linux/ip_vs.h, IPVS_SVC_ATTR_*}.
 */
final class ServiceAttr {
    /** u16. */
    static final int AF = 1;
    /** u16. */
    static final int PROTOCOL = 2;
    /** 16 bytes of which an IPv4 address takes the first 4. */
    static final int ADDR = 3;
    /** be16. */
    static final int PORT = 4;
    /** u32; stands in place of protocol, address and port. */
    static final int FWMARK = 5;
    /** At most 15 characters and a NUL. */
    static final int SCHED_NAME = 6;
    /** {@code struct ip_vs_flags}: u32 flags, u32 mask of those that are meant. */
    static final int FLAGS = 7;
    /** u32, seconds. */
    static final int TIMEOUT = 8;
    /** IPv4: mask in network order; IPv6: prefix length as u32. */
    static final int NETMASK = 9;
    /** {@link CountersCodec.Attr}. */
    static final int STATS = 10;
    /** At most 15 characters and a NUL; absent means none. */
    static final int PE_NAME = 11;
    /** {@link CountersCodec.Attr}, since Linux 4.1. */
    static final int STATS64 = 12;

    static final AttributeNames NAMES = AttributeNames.of(
                    "IPVS_SVC_ATTR_",
                    "UNSPEC",
                    "AF",
                    "PROTOCOL",
                    "ADDR",
                    "PORT",
                    "FWMARK",
                    "SCHED_NAME",
                    "FLAGS",
                    "TIMEOUT",
                    "NETMASK",
                    "STATS",
                    "PE_NAME",
                    "STATS64")
            .nested(STATS, CountersCodec.Attr.NAMES)
            .nested(STATS64, CountersCodec.Attr.NAMES);

    private ServiceAttr() {}
}
