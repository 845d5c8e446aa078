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
 * Which Services claim an object, and with which value. Of several Services the one whose name comes first gets it, in
 * whatever order they came.
 */
final class Claims<K, V> {
    private final Map<K, TreeMap<ServiceName, V>> claims = new HashMap<>();

    /** Replaces the claims of one Service. Returns the objects that it claims differently. */
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

    /** The wanted value of an object; empty when no Service wants it. */
    Optional<V> wanted(K key) {
        return Optional.ofNullable(claims.get(key))
                .map(claimants -> claimants.firstEntry().getValue());
    }

    /** The Services that claim an object, its owner first. */
    List<ServiceName> claimants(K key) {
        return Optional.ofNullable(claims.get(key))
                .map(claimants -> List.copyOf(claimants.keySet()))
                .orElse(List.of());
    }

    /** Every claimed object; a view. */
    Set<K> all() {
        return claims.keySet();
    }
}
