package io.kubeipvs.core.model;

import java.util.Set;

/**
 * The clients that should prefer an endpoint, as the EndpointSlice controller works it out from {@code trafficDistribution}.
 *
 * @param nodes names of nodes; empty = no hint
 * @param zones names of zones; empty = no hint
 */
public record Hints(Set<String> nodes, Set<String> zones) {
    /** No hint of either kind. */
    public static final Hints NONE = new Hints(Set.of(), Set.of());

    public Hints {
        nodes = Set.copyOf(nodes);
        zones = Set.copyOf(zones);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Hints that && nodes.equals(that.nodes) && zones.equals(that.zones);
    }
}
