package io.kubeipvs.netlink;

/**
 * The kernel did not answer before the deadline. Whether it executed the request is unknown. A dump may remain half
 * read, so close the socket and open another.
 */
public final class NetlinkTimeoutException extends NetlinkException {
    public NetlinkTimeoutException(String message) {
        super(message);
    }
}
