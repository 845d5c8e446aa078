package io.kubeipvs.core.model;

/**
 * One port that a Service answers on.
 *
 * @param name the port's name, "" for the unnamed port of a single-port Service; joins it to a slice's port
 * @param protocol the transport protocol; joins it to a slice's port too
 * @param port 1 to 65535
 */
public record ServicePort(String name, Protocol protocol, int port) {
    public ServicePort {
        Ports.check(port);
    }
}
