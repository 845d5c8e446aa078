package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;

/**
 * Attributes of a flow. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum ctattr_type}.
 */
final class CtAttr {
    static final int TUPLE_ORIG = 1;
    static final int TUPLE_REPLY = 2;
    /** be32, bits of {@link FlowStatus}. */
    static final int STATUS = 3;

    static final int PROTOINFO = 4;
    /** be32, seconds. */
    static final int TIMEOUT = 7;
    /** be32. */
    static final int MARK = 8;

    static final int COUNTERS_ORIG = 9;
    static final int COUNTERS_REPLY = 10;
    /** be32. */
    static final int ID = 12;
    /** be16; where the zone is of both directions. */
    static final int ZONE = 18;
    /** be32. */
    static final int MARK_MASK = 21;

    static final int FILTER = 25;
    /** be32. */
    static final int STATUS_MASK = 26;

    static final AttributeNames NAMES = AttributeNames.of(
                    "CTA_",
                    "UNSPEC",
                    "TUPLE_ORIG",
                    "TUPLE_REPLY",
                    "STATUS",
                    "PROTOINFO",
                    "HELP",
                    "NAT_SRC",
                    "TIMEOUT",
                    "MARK",
                    "COUNTERS_ORIG",
                    "COUNTERS_REPLY",
                    "USE",
                    "ID",
                    "NAT_DST",
                    "TUPLE_MASTER",
                    "SEQ_ADJ_ORIG",
                    "SEQ_ADJ_REPLY",
                    "SECMARK",
                    "ZONE",
                    "SECCTX",
                    "TIMESTAMP",
                    "MARK_MASK",
                    "LABELS",
                    "LABELS_MASK",
                    "SYNPROXY",
                    "FILTER",
                    "STATUS_MASK",
                    "TIMESTAMP_EVENT")
            .nested(TUPLE_ORIG, TupleCodec.Attr.NAMES)
            .nested(TUPLE_REPLY, TupleCodec.Attr.NAMES)
            .nested(PROTOINFO, CtAttrProtoinfo.NAMES)
            .nested(COUNTERS_ORIG, CtAttrCounters.NAMES)
            .nested(COUNTERS_REPLY, CtAttrCounters.NAMES)
            .nested(FILTER, FilterCodec.Attr.NAMES);

    private CtAttr() {}
}
