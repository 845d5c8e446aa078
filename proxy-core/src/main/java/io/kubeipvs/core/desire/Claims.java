package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which Services want a thing, and as what. Of several the one whose name comes first has its way, whatever order they
 * came in.
 */
final class Claims<K, V> {
    private final Map<K, TreeMap<ServiceName, V>> claims = new HashMap<>();

    /** What one Service wants now, after what it wanted before. Returns the things that it wants differently. */
    Set<K> replace(ServiceName service, Map<K, V> before, Map<K, V> after) {
        Set<K> changed = new HashSet<>();
        after.forEach((key, value) -> {
            if (!Objects.equals(before.get(key), value)) {
                claims.computeIfAbsent(key, k -> new TreeMap<>()).put(service, value);
                changed.add(key);
            }
        });
        for (K key : before.keySet()) {
            if (!after.containsKey(key)) {
                claims.computeIfPresent(key, (k, claimants) -> {
                    claimants.remove(service);
                    return claimants.isEmpty() ? null : claimants;
                });
                changed.add(key);
            }
        }
        return changed;
    }

    /** As what a thing is wanted; empty when nobody wants it. */
    Optional<V> wanted(K key) {
        return Optional.ofNullable(claims.get(key))
                .map(claimants -> claimants.firstEntry().getValue());
    }

    /** Who wants a thing, the one that has its way first; empty when nobody does. */
    List<ServiceName> claimants(K key) {
        return Optional.ofNullable(claims.get(key))
                .map(claimants -> List.copyOf(claimants.keySet()))
                .orElse(List.of());
    }

    /** Everything that anybody wants; a view. */
    Set<K> all() {
        return claims.keySet();
    }
}
