package io.kubeipvs.core.model;

/** The range of port numbers, in one place. */
public final class Ports {
    public static final int MIN = 1;
    public static final int MAX = 65535;

    /** The default range of node ports of an API server, both ends included. */
    private static final int FIRST_NODE_PORT = 30000;

    private static final int LAST_NODE_PORT = 32767;

    private Ports() {}

    /**
     * Returns the port it was given.
     *
     * @throws IllegalArgumentException naming the value and the range, when it is outside
     */
    public static int check(int port) {
        if (port < MIN || port > MAX) {
            throw new IllegalArgumentException("port " + port + " is not in " + MIN + "-" + MAX);
        }
        return port;
    }

    /** Whether it is in the default range of node ports of an API server. */
    public static boolean isNodePort(int port) {
        return port >= FIRST_NODE_PORT && port <= LAST_NODE_PORT;
    }
}
