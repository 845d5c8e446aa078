package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes inside {@code IPVS_CMD_ATTR_DEST}. Source: {@code include/uapi/linux/ip_vs.h, IPVS_DEST_ATTR_*}. */
final class DestinationAttr {
    /** 16 bytes of which an IPv4 address takes the first 4. */
    static final int ADDR = 1;
    /** be16. */
    static final int PORT = 2;
    /** u32. */
    static final int FWD_METHOD = 3;
    /** u32. */
    static final int WEIGHT = 4;
    /** u32, connections; 0 = no limit. */
    static final int U_THRESH = 5;
    /** u32, connections; 0 = three quarters of the upper. */
    static final int L_THRESH = 6;
    /** u32. */
    static final int ACTIVE_CONNS = 7;
    /** u32. */
    static final int INACT_CONNS = 8;
    /** u32. */
    static final int PERSIST_CONNS = 9;
    /** {@link CountersCodec.Attr}. */
    static final int STATS = 10;
    /** u16, since Linux 3.18; absent means the service's. */
    static final int ADDR_FAMILY = 11;
    /** {@link CountersCodec.Attr}, since Linux 4.1. */
    static final int STATS64 = 12;
    /** u8, since Linux 5.3. */
    static final int TUN_TYPE = 13;
    /** be16, since Linux 5.3. */
    static final int TUN_PORT = 14;
    /** u16, since Linux 5.3. */
    static final int TUN_FLAGS = 15;

    static final AttributeNames NAMES = AttributeNames.of(
                    "IPVS_DEST_ATTR_",
                    "UNSPEC",
                    "ADDR",
                    "PORT",
                    "FWD_METHOD",
                    "WEIGHT",
                    "U_THRESH",
                    "L_THRESH",
                    "ACTIVE_CONNS",
                    "INACT_CONNS",
                    "PERSIST_CONNS",
                    "STATS",
                    "ADDR_FAMILY",
                    "STATS64",
                    "TUN_TYPE",
                    "TUN_PORT",
                    "TUN_FLAGS")
            .nested(STATS, CountersCodec.Attr.NAMES)
            .nested(STATS64, CountersCodec.Attr.NAMES);

    private DestinationAttr() {}
}
