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
import java.util.function.Function;

/**
 * The Services that claim an object, and the value that each of them wants. Of several Services the one whose name comes
 * first gets it, in whatever order they came.
 */
final class Claims<K, V> {
    /** Objects with one claim: nearly all. */
    private final Map<K, Claim<V>> claims = new HashMap<>();

    /** Objects with several. */
    private final Map<K, TreeMap<ServiceName, V>> contested = new HashMap<>();

    private record Claim<V>(ServiceName service, V value) {}

    /** Replaces the claims of one Service. Returns the objects that it claims differently. */
    Set<K> replace(ServiceName service, Map<K, V> before, Map<K, V> after) {
        return replace(service, before.keySet(), after.keySet(), after::get);
    }

    /** The same, with the value that the Service wants of each object. */
    Set<K> replace(ServiceName service, Set<K> before, Set<K> after, Function<K, V> value) {
        Set<K> changed = new HashSet<>();
        for (K key : after) {
            V wanted = value.apply(key);
            if (!before.contains(key) || !Objects.equals(valueOf(key, service), wanted)) {
                put(key, service, wanted);
                changed.add(key);
            }
        }
        for (K key : before) {
            if (!after.contains(key)) {
                remove(key, service);
                changed.add(key);
            }
        }
        return changed;
    }

    private V valueOf(K key, ServiceName service) {
        Claim<V> claim = claims.get(key);
        if (claim != null) {
            return claim.service().equals(service) ? claim.value() : null;
        }
        TreeMap<ServiceName, V> claimants = contested.get(key);
        return claimants == null ? null : claimants.get(service);
    }

    private void put(K key, ServiceName service, V value) {
        Claim<V> only = claims.get(key);
        if (contested.containsKey(key)) {
            contested.get(key).put(service, value);
        } else if (only == null || only.service().equals(service)) {
            claims.put(key, new Claim<>(service, value));
        } else {
            claims.remove(key);
            contested.put(key, new TreeMap<>(Map.of(only.service(), only.value(), service, value)));
        }
    }

    private void remove(K key, ServiceName service) {
        TreeMap<ServiceName, V> claimants = contested.get(key);
        if (claimants == null) {
            claims.remove(key);
            return;
        }
        claimants.remove(service);
        if (claimants.size() == 1) {
            contested.remove(key);
            claims.put(
                    key,
                    new Claim<>(claimants.firstKey(), claimants.firstEntry().getValue()));
        }
    }

    /** The wanted value of an object; empty when no Service wants it. */
    Optional<V> wanted(K key) {
        Claim<V> claim = claims.get(key);
        if (claim != null) {
            return Optional.of(claim.value());
        }
        return Optional.ofNullable(contested.get(key))
                .map(claimants -> claimants.firstEntry().getValue());
    }

    /** The Services that claim an object, its owner first. */
    List<ServiceName> claimants(K key) {
        Claim<V> claim = claims.get(key);
        if (claim != null) {
            return List.of(claim.service());
        }
        return contested.containsKey(key) ? List.copyOf(contested.get(key).keySet()) : List.of();
    }

    /** Every claimed object. */
    Set<K> all() {
        Set<K> all = new HashSet<>(claims.keySet());
        all.addAll(contested.keySet());
        return all;
    }
}
