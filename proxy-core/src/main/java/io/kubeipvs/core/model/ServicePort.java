package io.kubeipvs.core.model;

/**
 * One port that a Service answers on.
 *
 * @param name the port's name, "" for the unnamed port of a single-port Service; joins it to a slice's port
 * @param protocol the transport protocol; joins it to a slice's port too
 * @param port 1 to 65535
 * @param nodePort the port on the nodes' own addresses, 1 to 65535; 0 = none
 */
public record ServicePort(String name, Protocol protocol, int port, int nodePort) {
    public ServicePort {
        Ports.check(port);
        if (nodePort != 0) {
            Ports.check(nodePort);
        }
    }

    /** A port that is not on the nodes' own addresses. */
    public ServicePort(String name, Protocol protocol, int port) {
        this(name, protocol, port, 0);
    }

    /** This port with another port on the nodes' own addresses, 0 = none. */
    public ServicePort withNodePort(int other) {
        return new ServicePort(name, protocol, port, other);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof ServicePort that
                        && port == that.port
                        && nodePort == that.nodePort
                        && protocol == that.protocol
                        && name.equals(that.name);
    }
}
