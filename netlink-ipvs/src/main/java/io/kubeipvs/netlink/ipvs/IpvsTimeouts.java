package io.kubeipvs.netlink.ipvs;

/**
 * How long the connections of a network namespace are remembered without a packet, in seconds. 0 where the kernel was
 * built without the protocol; in a request 0 = keep as it is.
 *
 * @param tcpSeconds of established TCP connections
 * @param tcpFinSeconds of TCP connections after a FIN
 * @param udpSeconds of UDP
 */
public record IpvsTimeouts(int tcpSeconds, int tcpFinSeconds, int udpSeconds) {
    public IpvsTimeouts {
        check(tcpSeconds);
        check(tcpFinSeconds);
        check(udpSeconds);
    }

    private static void check(int seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("timeout " + seconds + " s: must not be negative");
        }
    }
}
