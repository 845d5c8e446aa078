package io.kubeipvs.it.support;

/** The commands of the IPVS family in a capture. Source: {@code include/uapi/linux/ip_vs.h}. */
public final class IpvsCommands {
    public static final int NEW_DEST = 5;
    public static final int SET_DEST = 6;
    public static final int DEL_DEST = 7;

    private IpvsCommands() {}

    /** A request's command: the first byte of {@code struct genlmsghdr}. */
    public static int of(NetlinkCapture.Request request) {
        return request.payload().get(0);
    }
}
