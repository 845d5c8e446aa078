package io.kubeipvs.netlink.route;

/** Message types. Source: {@code include/uapi/linux/rtnetlink.h, RTM_*}. */
final class RouteMessage {
    static final int NEWLINK = 16;
    static final int DELLINK = 17;
    static final int GETLINK = 18;
    static final int NEWADDR = 20;
    static final int DELADDR = 21;
    static final int GETADDR = 22;
    static final int NEWROUTE = 24;
    static final int DELROUTE = 25;
    static final int GETROUTE = 26;

    private RouteMessage() {}
}
