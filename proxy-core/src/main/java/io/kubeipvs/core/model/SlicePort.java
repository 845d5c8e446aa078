package io.kubeipvs.core.model;

/**
 * One port that the endpoints of a slice listen on.
 *
 * @param name the name of its Service port, "" for the unnamed one
 * @param protocol the transport protocol
 * @param port 1 to 65535; what the Service calls targetPort, already resolved to a number
 */
public record SlicePort(String name, Protocol protocol, int port) {
    public SlicePort {
        Ports.check(port);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof SlicePort that
                        && port == that.port
                        && protocol == that.protocol
                        && name.equals(that.name);
    }
}
