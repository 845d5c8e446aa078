package io.kubeipvs.netlink.conntrack;

/**
 * Bits of {@link FilterCodec.Attr#ORIG_FLAGS}. No header for user space has them. Source: {@code
 * net/netfilter/nf_internals.h, CTA_FILTER_F_*}.
 */
final class CtFilterFlag {
    /** {@code CTA_FILTER_F_CTA_IP_SRC}. */
    static final int IP_SRC = 1;
    /** {@code CTA_FILTER_F_CTA_IP_DST}. */
    static final int IP_DST = 1 << 1;
    /** {@code CTA_FILTER_F_CTA_PROTO_NUM}; those below need it. */
    static final int PROTO_NUM = 1 << 3;
    /** {@code CTA_FILTER_F_CTA_PROTO_SRC_PORT}. */
    static final int PROTO_SRC_PORT = 1 << 4;
    /** {@code CTA_FILTER_F_CTA_PROTO_DST_PORT}. */
    static final int PROTO_DST_PORT = 1 << 5;

    private CtFilterFlag() {}
}
