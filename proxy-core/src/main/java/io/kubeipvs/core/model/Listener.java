package io.kubeipvs.core.model;

import java.util.Optional;

/**
 * A port on which a process of the node waits for clients.
 *
 * @param protocol TCP or UDP
 * @param address its address; {@code 0.0.0.0} = all of IPv4, {@code ::} = all of both families, as with most programs
 * @param port its number
 */
public record Listener(Protocol protocol, Ip address, int port) {
    /** Whether it gets the packets to this address and port. */
    boolean serves(Protocol otherProtocol, Ip otherAddress, int otherPort) {
        return protocol == otherProtocol
                && port == otherPort
                && (isForAll(otherAddress) || address.equals(otherAddress));
    }

    private boolean isForAll(Ip otherAddress) {
        return address.specialUse().equals(Optional.of(SpecialUse.UNSPECIFIED))
                && (address.family() == Family.IPV6 || otherAddress.family() == Family.IPV4);
    }
}
