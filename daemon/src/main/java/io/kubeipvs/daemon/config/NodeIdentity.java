package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Ip;
import java.util.Optional;
import java.util.Set;

/**
 * Which node this is.
 *
 * @param name the name of the Node object; empty = from the environment, else the name of the host
 * @param bindAddress the node's address in its family; unspecified = the address in the Node object
 */
public record NodeIdentity(Optional<String> name, Ip bindAddress) {
    private static final Set<String> UNSPECIFIED = Set.of("0.0.0.0", "::");

    /** Everything from the environment and the Node object. */
    public static final NodeIdentity DEFAULT = new NodeIdentity(Optional.empty(), Ip.parse("0.0.0.0"));

    /** The same with this name of the Node object. */
    public NodeIdentity withName(Optional<String> node) {
        return new NodeIdentity(node, bindAddress);
    }

    /** The same with this address. */
    public NodeIdentity withBindAddress(Ip address) {
        return new NodeIdentity(name, address);
    }

    /** The address of the node in its family, whatever the Node object contains; empty = the Node object decides. */
    public Optional<Ip> givenAddress() {
        return Optional.of(bindAddress).filter(ip -> !UNSPECIFIED.contains(ip.toString()));
    }
}
