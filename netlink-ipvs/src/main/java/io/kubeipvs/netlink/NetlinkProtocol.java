package io.kubeipvs.netlink;

/** A netlink protocol: which kernel subsystem a socket speaks to. Source: {@code include/uapi/linux/netlink.h}. */
public enum NetlinkProtocol {
    /** {@code NETLINK_ROUTE}: links, addresses, routes. */
    ROUTE(0),
    /** {@code NETLINK_SOCK_DIAG}: sockets. */
    SOCK_DIAG(4),
    /** {@code NETLINK_NETFILTER}: nf_tables, connection tracking. */
    NETFILTER(12),
    /** {@code NETLINK_GENERIC}: families by name, IPVS among them. */
    GENERIC(16);

    private final int number;

    NetlinkProtocol(int number) {
        this.number = number;
    }

    /** The third argument of {@code socket(2)}. */
    public int number() {
        return number;
    }
}
