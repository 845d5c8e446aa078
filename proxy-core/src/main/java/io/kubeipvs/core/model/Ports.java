package io.kubeipvs.core.model;

/** The range of port numbers, in one place. */
public final class Ports {
    public static final int MIN = 1;
    public static final int MAX = 65535;

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
}
