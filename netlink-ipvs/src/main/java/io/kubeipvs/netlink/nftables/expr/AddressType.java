package io.kubeipvs.netlink.nftables.expr;

/** The kind of an address, as this host sees it. Source: {@code include/uapi/linux/rtnetlink.h, RTN_*}. */
public final class AddressType {
    /** {@code RTN_UNSPEC}. */
    public static final int UNSPEC = 0;
    /** {@code RTN_UNICAST}. */
    public static final int UNICAST = 1;
    /** {@code RTN_LOCAL}. */
    public static final int LOCAL = 2;
    /** {@code RTN_BROADCAST}. */
    public static final int BROADCAST = 3;
    /** {@code RTN_ANYCAST}. */
    public static final int ANYCAST = 4;
    /** {@code RTN_MULTICAST}. */
    public static final int MULTICAST = 5;
    /** {@code RTN_BLACKHOLE}. */
    public static final int BLACKHOLE = 6;
    /** {@code RTN_UNREACHABLE}. */
    public static final int UNREACHABLE = 7;
    /** {@code RTN_PROHIBIT}. */
    public static final int PROHIBIT = 8;

    private AddressType() {}
}
