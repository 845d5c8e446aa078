package io.kubeipvs.core.model;

import java.util.Optional;

/**
 * A port on which a process of the node waits for clients.
 *
 * @param protocol TCP or UDP
 * @param address its address; unspecified = all addresses of both families
 * @param port its number
 */
public record Listener(Protocol protocol, Ip address, int port) {
    /** Whether it gets the packets to this address and port. */
    boolean serves(Protocol otherProtocol, Ip otherAddress, int otherPort) {
        boolean isForAll = address.specialUse().equals(Optional.of(SpecialUse.UNSPECIFIED));
        return protocol == otherProtocol && port == otherPort && (isForAll || address.equals(otherAddress));
    }
}
