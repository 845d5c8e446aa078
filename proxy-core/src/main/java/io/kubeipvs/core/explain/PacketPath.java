package io.kubeipvs.core.explain;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way of the first packet of a connection.
 *
 * @param steps in the order in which the packet takes them
 * @param fate its end
 * @param virtualServer the virtual server that IPVS finds; empty if the packet ends before, or if there is none
 * @param targets the real servers that may get it, in the order of their addresses; empty unless it is served
 */
public record PacketPath(List<Step> steps, Fate fate, Optional<VirtualServer> virtualServer, List<Target> targets) {
    public PacketPath {
        steps = List.copyOf(steps);
        targets = List.copyOf(targets);
    }

    /** The real servers that may get it. */
    public Set<RealServer.Key> servers() {
        return targets.stream().map(target -> target.server().key()).collect(Collectors.toSet());
    }
}
