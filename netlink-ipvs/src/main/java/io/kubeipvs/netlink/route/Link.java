package io.kubeipvs.netlink.route;

/**
 * A network link. After its removal, another link may get its index; name and kind distinguish them.
 *
 * @param index the kernel's number, positive
 * @param kind the driver's name, such as {@code dummy}; "" for physical links and loopback
 * @param flags {@code IFF_*} of {@code include/uapi/linux/if.h}
 */
public record Link(int index, String name, String kind, int flags) {
    static final int IFF_UP = 0x1;

    private static final int IFF_LOOPBACK = 0x8;

    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    public boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }
}
