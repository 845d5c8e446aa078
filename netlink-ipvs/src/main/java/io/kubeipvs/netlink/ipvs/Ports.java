package io.kubeipvs.netlink.ipvs;

/** The range of port numbers. */
final class Ports {
    private static final int MAX = 0xFFFF;

    private Ports() {}

    static void check(int port) {
        if (port < 0 || port > MAX) {
            throw new IllegalArgumentException("port " + port + ": allowed are 0 to " + MAX);
        }
    }
}
