package io.kubeipvs.it;

/** The commands of the IPVS family in a capture. Source: {@code include/uapi/linux/ip_vs.h}. */
final class IpvsCommands {
    static final int NEW_DEST = 5;
    static final int SET_DEST = 6;
    static final int DEL_DEST = 7;

    private IpvsCommands() {}

    /** A request's command: the first byte of {@code struct genlmsghdr}. */
    static int of(NetlinkCapture.Request request) {
        return request.payload().get(0);
    }
}
