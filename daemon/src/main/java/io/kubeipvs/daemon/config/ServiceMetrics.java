package io.kubeipvs.daemon.config;

import java.util.Set;

/**
 * Which Services have metrics of their traffic.
 *
 * @param enabled whether any has
 * @param namespaces the only ones whose Services have them; empty = all
 * @param limit the most Service ports that have them; the ones with the most connections
 */
public record ServiceMetrics(boolean enabled, Set<String> namespaces, int limit) {
    /** None: each is a line on the page of each node. */
    public static final ServiceMetrics DEFAULT = new ServiceMetrics(false, Set.of(), 1000);

    public ServiceMetrics {
        namespaces = Set.copyOf(namespaces);
    }

    /** Whether Services of this namespace have them. */
    public boolean has(String namespace) {
        return enabled && (namespaces.isEmpty() || namespaces.contains(namespace));
    }

    /** The same, on or off. */
    public ServiceMetrics withEnabled(boolean on) {
        return new ServiceMetrics(on, namespaces, limit);
    }

    /** The same for other namespaces. */
    public ServiceMetrics withNamespaces(Set<String> others) {
        return new ServiceMetrics(enabled, others, limit);
    }

    /** The same with another limit. */
    public ServiceMetrics withLimit(int other) {
        return new ServiceMetrics(enabled, namespaces, other);
    }
}
