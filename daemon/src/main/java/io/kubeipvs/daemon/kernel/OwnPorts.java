package io.kubeipvs.daemon.kernel;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The port ids of our newest sockets. The kernel gives a port id to another program after a while, so that the oldest are
 * forgotten. Safe for use by many threads.
 */
final class OwnPorts {
    /** Those of the last minutes, if sockets are opened anew with every retry. */
    private static final int MOST = 64;

    private final Set<Integer> ports = new LinkedHashSet<>();

    synchronized void add(int port) {
        ports.remove(port);
        ports.add(port);
        if (ports.size() > MOST) {
            ports.remove(ports.iterator().next());
        }
    }

    synchronized boolean contains(int port) {
        return ports.contains(port);
    }
}
