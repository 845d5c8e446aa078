package io.kubeipvs.core.model;

/**
 * One port that the endpoints of a slice listen on.
 *
 * @param name the name of the Service port that it stands behind, "" for the unnamed one
 * @param protocol the transport protocol
 * @param port 1 to 65535; what the Service calls targetPort, already resolved to a number
 */
public record SlicePort(String name, Protocol protocol, int port) {
    public SlicePort {
        Ports.check(port);
    }
}
