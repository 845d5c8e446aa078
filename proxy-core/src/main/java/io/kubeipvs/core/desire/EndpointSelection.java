package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.NodeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Selects the endpoints of a Service's port that get new connections. Follows {@code CategorizeEndpoints} of kube-proxy
 * ({@code pkg/proxy/topology.go}): the ready endpoints, by their hints if every ready endpoint has hints; without a ready
 * endpoint those that terminate and still serve.
 */
final class EndpointSelection {
    private final Map<RealServer.Key, Endpoint> endpoints;
    private final NodeView node;
    private final Shares shares;

    /** Without a choice of the Service. */
    EndpointSelection(Map<RealServer.Key, Endpoint> endpoints, NodeView node) {
        this(endpoints, node, Shares.EQUAL);
    }

    /**
     * @param endpoints all endpoints of one port and family, in any condition
     * @param shares what the Service chooses for its endpoints
     */
    EndpointSelection(Map<RealServer.Key, Endpoint> endpoints, NodeView node, Shares shares) {
        this.endpoints = endpoints;
        this.node = node;
        this.shares = shares;
    }

    /** The servers of all clients, on any node. */
    Map<RealServer.Key, RealServer> cluster() {
        Predicate<Endpoint> ready = endpoint -> endpoint.conditions().ready();
        Map<RealServer.Key, RealServer> chosen = servers(ready.and(nearby()));
        return chosen.isEmpty() ? servers(EndpointSelection::isLastResort) : chosen;
    }

    /** The servers on this node; hints do not count. */
    Map<RealServer.Key, RealServer> local() {
        Map<RealServer.Key, RealServer> chosen =
                servers(endpoint -> endpoint.conditions().ready() && node.isHome(endpoint));
        return chosen.isEmpty() ? servers(endpoint -> isLastResort(endpoint) && node.isHome(endpoint)) : chosen;
    }

    /** The endpoints that are not selected, and why. @param isLocal whether the servers are {@link #local()} */
    Map<RealServer.Key, Unselected> unselected(boolean isLocal) {
        Map<RealServer.Key, RealServer> selected = isLocal ? local() : cluster();
        Map<RealServer.Key, Unselected> unselected = new TreeMap<>();
        endpoints.forEach((key, endpoint) -> {
            if (!selected.containsKey(key)) {
                unselected.put(key, reason(endpoint, isLocal));
            } else if (selected.get(key).isQuiet()) {
                unselected.put(key, Unselected.WEIGHT_ZERO);
            }
        });
        return unselected;
    }

    private Unselected reason(Endpoint endpoint, boolean isLocal) {
        Conditions conditions = endpoint.conditions();
        if (isLocal && !node.isHome(endpoint)) {
            return Unselected.OTHER_NODE;
        }
        if (!conditions.ready()) {
            Unselected ending = conditions.serving() ? Unselected.TERMINATING : Unselected.ENDED;
            return conditions.terminating() ? ending : Unselected.NOT_READY;
        }
        return areNodesHinted(ready()) ? Unselected.HINTED_TO_OTHER_NODES : Unselected.HINTED_TO_OTHER_ZONES;
    }

    private static boolean isLastResort(Endpoint endpoint) {
        return endpoint.conditions().isServingTerminating();
    }

    /** The endpoints that the hints select: of this node, else of this zone, else all. */
    private Predicate<Endpoint> nearby() {
        Collection<Endpoint> ready = ready();
        if (areNodesHinted(ready)) {
            return this::isHintedHere;
        }
        if (isUsable(ready, e -> !e.hints().zones().isEmpty(), this::isHintedInZone)) {
            return this::isHintedInZone;
        }
        return endpoint -> true;
    }

    private Collection<Endpoint> ready() {
        List<Endpoint> ready = new ArrayList<>(endpoints.size());
        for (Endpoint endpoint : endpoints.values()) {
            if (endpoint.conditions().ready()) {
                ready.add(endpoint);
            }
        }
        return ready;
    }

    private boolean areNodesHinted(Collection<Endpoint> ready) {
        return isUsable(ready, e -> !e.hints().nodes().isEmpty(), this::isHintedHere);
    }

    /** Whether hints of one kind may be used: every ready endpoint has them, and they select at least one. */
    private static boolean isUsable(Collection<Endpoint> ready, Predicate<Endpoint> hinted, Predicate<Endpoint> here) {
        boolean isOneHere = false;
        for (Endpoint endpoint : ready) {
            if (!hinted.test(endpoint)) {
                return false;
            }
            isOneHere |= here.test(endpoint);
        }
        return isOneHere;
    }

    private boolean isHintedHere(Endpoint endpoint) {
        return endpoint.hints().nodes().contains(node.node().name());
    }

    private boolean isHintedInZone(Endpoint endpoint) {
        return endpoint.hints().zones().contains(node.node().zone());
    }

    private Map<RealServer.Key, RealServer> servers(Predicate<Endpoint> chosen) {
        Map<RealServer.Key, RealServer> servers = new HashMap<>();
        endpoints.forEach((key, endpoint) -> {
            if (chosen.test(endpoint)) {
                servers.put(key, shares.server(key, endpoint, node));
            }
        });
        return Map.copyOf(servers);
    }
}
