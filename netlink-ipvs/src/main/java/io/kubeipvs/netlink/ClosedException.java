package io.kubeipvs.netlink;

/** The socket was closed, before or while it was used. */
public final class ClosedException extends NetlinkException {
    public ClosedException() {
        super("the netlink socket is closed");
    }
}
