package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a log expression. Source: {@code nf_tables.h, enum nft_log_attributes}. */
final class LogAttr {

    /** be16. */
    static final int GROUP = 1;
    /** String. */
    static final int PREFIX = 2;
    /** be32, bytes. */
    static final int SNAPLEN = 3;
    /** be16, packets. */
    static final int QTHRESHOLD = 4;
    /** be32, a syslog level. */
    static final int LEVEL = 5;
    /** be32, {@code NF_LOG_*}. */
    static final int FLAGS = 6;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_LOG_", "UNSPEC", "GROUP", "PREFIX", "SNAPLEN", "QTHRESHOLD", "LEVEL", "FLAGS");

    private LogAttr() {}
}
