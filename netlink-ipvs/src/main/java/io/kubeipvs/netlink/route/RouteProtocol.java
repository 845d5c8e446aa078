package io.kubeipvs.netlink.route;

/**
 * Who made a route; the kernel keeps the number and does not act on it. Source: {@code
 * include/uapi/linux/rtnetlink.h, RTPROT_*}.
 */
public final class RouteProtocol {
    /** {@code RTPROT_KERNEL}: the kernel itself, such as for an address. */
    public static final int KERNEL = 2;
    /** {@code RTPROT_BOOT}: the default of {@code ip route add}. */
    public static final int BOOT = 3;
    /** {@code RTPROT_STATIC}: an administrator. */
    public static final int STATIC = 4;

    private RouteProtocol() {}
}
