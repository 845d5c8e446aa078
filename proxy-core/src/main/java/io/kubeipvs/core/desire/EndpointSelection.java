package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.NodeView;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which of the endpoints behind a Service's port get new connections. Follows {@code CategorizeEndpoints} of kube-proxy
 * ({@code pkg/proxy/topology.go}): ready ones, by the hints where every ready one has them; where none is ready, those
 * that are about to end and still answer.
 */
final class EndpointSelection {
    /** Kubernetes has no notion of endpoint weights: every one has the same share. */
    private static final int WEIGHT = 1;

    private final Map<RealServer.Key, Endpoint> endpoints;
    private final NodeView node;

    /** @param endpoints all of one port and family, in whatever condition */
    EndpointSelection(Map<RealServer.Key, Endpoint> endpoints, NodeView node) {
        this.endpoints = endpoints;
        this.node = node;
    }

    /** Those that anybody may be led to, wherever they run. */
    Map<RealServer.Key, RealServer> cluster() {
        Predicate<Endpoint> ready = endpoint -> endpoint.conditions().ready();
        Map<RealServer.Key, RealServer> chosen = servers(ready.and(nearby()));
        return chosen.isEmpty() ? servers(EndpointSelection::isLastResort) : chosen;
    }

    /** Those on this node; hints do not count. */
    Map<RealServer.Key, RealServer> local() {
        Map<RealServer.Key, RealServer> chosen =
                servers(endpoint -> endpoint.conditions().ready() && node.isHome(endpoint));
        return chosen.isEmpty() ? servers(endpoint -> isLastResort(endpoint) && node.isHome(endpoint)) : chosen;
    }

    private static boolean isLastResort(Endpoint endpoint) {
        return endpoint.conditions().isServingTerminating();
    }

    /** What the hints ask for: this node's, else this zone's, else everything. */
    private Predicate<Endpoint> nearby() {
        Collection<Endpoint> ready = endpoints.values().stream()
                .filter(endpoint -> endpoint.conditions().ready())
                .toList();
        if (isUsable(ready, e -> !e.hints().nodes().isEmpty(), this::isHintedHere)) {
            return this::isHintedHere;
        }
        if (isUsable(ready, e -> !e.hints().zones().isEmpty(), this::isHintedInZone)) {
            return this::isHintedInZone;
        }
        return endpoint -> true;
    }

    /** Hints that are missing somewhere, or lead nowhere from here, would take endpoints away that are needed. */
    private static boolean isUsable(Collection<Endpoint> ready, Predicate<Endpoint> hinted, Predicate<Endpoint> here) {
        return ready.stream().allMatch(hinted) && ready.stream().anyMatch(here);
    }

    private boolean isHintedHere(Endpoint endpoint) {
        return endpoint.hints().nodes().contains(node.node().name());
    }

    private boolean isHintedInZone(Endpoint endpoint) {
        return endpoint.hints().zones().contains(node.node().zone());
    }

    private Map<RealServer.Key, RealServer> servers(Predicate<Endpoint> chosen) {
        return endpoints.entrySet().stream()
                .filter(backend -> chosen.test(backend.getValue()))
                .map(backend -> new RealServer(backend.getKey(), WEIGHT))
                .collect(Collectors.toUnmodifiableMap(RealServer::key, server -> server));
    }
}
