package io.kubeipvs.core.drain;

import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.SliceSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes on which endpoints run, also of removed endpoints: a server that drains may be on a node that
 * is lost later. Remembers nothing while it is not in use. Used by one thread.
 */
public final class EndpointNodes {
    private static final int LEAST_FULL = 4096;

    private final Map<Ip, String> nodes = new HashMap<>();
    private Set<String> lost = Set.of();
    private boolean isUsed;
    private int full = LEAST_FULL;

    /** Whether the nodes are asked for from now on. */
    public void setUsed(boolean isUsed) {
        this.isUsed = isUsed;
        if (!isUsed) {
            nodes.clear();
        }
    }

    /** These nodes are lost, and no others. */
    public void setLost(Set<String> names) {
        lost = names;
    }

    /** Remembers the nodes of the endpoints of these slices. */
    public void seen(Collection<SliceSpec> slices) {
        if (isUsed) {
            slices.forEach(slice -> slice.endpoints().forEach(this::seen));
        }
    }

    private void seen(Endpoint endpoint) {
        if (!endpoint.nodeName().isEmpty()) {
            nodes.put(endpoint.address(), endpoint.nodeName());
        }
    }

    /** Remembers the node of an endpoint of an earlier run, unless a node is known. */
    public void restore(Ip endpoint, String node) {
        if (isUsed) {
            nodes.putIfAbsent(endpoint, node);
        }
    }

    /** Whether the endpoint at this address runs on a lost node; false if that is unknown or not asked for. */
    public boolean isLost(Ip endpoint) {
        return !lost.isEmpty() && nodes.containsKey(endpoint) && lost.contains(nodes.get(endpoint));
    }

    /** The node of the endpoint at this address, if it is known. */
    public Optional<String> of(Ip endpoint) {
        return Optional.ofNullable(nodes.get(endpoint));
    }

    /** Forgets the nodes of all endpoints but the kernel's real servers, if there are many. */
    public void forgetFormer(Reality reality) {
        if (nodes.size() >= full) {
            Set<Ip> endpoints = new HashSet<>();
            reality.virtualServers()
                    .forEach(key ->
                            reality.realServers(key).keySet().forEach(server -> endpoints.add(server.address())));
            nodes.keySet().retainAll(endpoints);
            full = Math.max(LEAST_FULL, 2 * nodes.size());
        }
    }
}
