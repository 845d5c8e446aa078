package io.kubeipvs.netlink.route;

/** Bits of {@link LinkAddress#flags()}. Source: {@code include/uapi/linux/if_addr.h, IFA_F_*}. */
public final class AddressFlag {
    /** {@code IFA_F_SECONDARY}: another address of its prefix came first; of IPv6, {@code IFA_F_TEMPORARY}. */
    public static final int SECONDARY = 0x01;
    /** {@code IFA_F_NODAD}: usable at once, without asking the neighbours for a duplicate. */
    public static final int NO_DUPLICATE_DETECTION = 0x02;
    /** {@code IFA_F_DADFAILED}: another host has it. */
    public static final int DUPLICATE = 0x08;
    /** {@code IFA_F_DEPRECATED}: not for new connections. */
    public static final int DEPRECATED = 0x20;
    /** {@code IFA_F_TENTATIVE}: not usable yet, duplicate detection is running. */
    public static final int TENTATIVE = 0x40;
    /** {@code IFA_F_PERMANENT}: without a lifetime. */
    public static final int PERMANENT = 0x80;
    /** {@code IFA_F_NOPREFIXROUTE}: no route for its prefix. */
    public static final int NO_PREFIX_ROUTE = 0x200;

    private AddressFlag() {}
}
