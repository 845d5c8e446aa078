package io.kubeipvs.netlink.route;

/** Multicast groups. Source: {@code include/uapi/linux/rtnetlink.h, RTNLGRP_*}. */
final class RouteGroup {
    static final int LINK = 1;
    static final int IPV4_IFADDR = 5;
    static final int IPV6_IFADDR = 9;

    private RouteGroup() {}
}
