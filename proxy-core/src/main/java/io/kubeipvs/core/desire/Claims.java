package io.kubeipvs.core.desire;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.core.model.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The Services that claim an object. Of several Services the one with the first claim owns it, in whatever order they came. */
final class Claims<K> {
    /** Objects with one claim: nearly all. */
    private final Map<K, ServiceName> claims = new CompactMap<>();

    /** Objects with several. */
    private final Map<K, Set<ServiceName>> contested = new HashMap<>();

    private final BiFunction<K, ServiceName, Precedence> precedence;

    /** @param precedence how a Service claims an object; asked only where several Services claim it */
    Claims(BiFunction<K, ServiceName, Precedence> precedence) {
        this.precedence = precedence;
    }

    /** Replaces the claims of one Service. Returns the objects that it claims differently. */
    <V> Set<K> replace(ServiceName service, Map<K, V> before, Map<K, V> after) {
        Set<K> changed = new HashSet<>();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                put(key, service);
                changed.add(key);
            }
        });
        before.forEach((key, value) -> {
            if (!after.containsKey(key)) {
                remove(key, service);
                changed.add(key);
            }
        });
        return changed;
    }

    /** The same for objects without a value. */
    Set<K> replace(ServiceName service, Set<K> before, Set<K> after) {
        Set<K> changed = new HashSet<>();
        for (K key : after) {
            if (!before.contains(key)) {
                put(key, service);
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

    private void put(K key, ServiceName service) {
        ServiceName only = claims.get(key);
        if (contested.containsKey(key)) {
            contested.get(key).add(service);
        } else if (only == null || only.equals(service)) {
            claims.remove(key); // so that the latest of equal keys is kept, which the footprint has too
            claims.put(key, service);
        } else {
            claims.remove(key);
            contested.put(key, new HashSet<>(Set.of(only, service)));
        }
    }

    private void remove(K key, ServiceName service) {
        Set<ServiceName> claimants = contested.get(key);
        if (claimants == null) {
            claims.remove(key);
            return;
        }
        claimants.remove(service);
        if (claimants.size() == 1) {
            contested.remove(key);
            claims.put(key, claimants.iterator().next());
        }
    }

    /** The Service that gets an object; empty when no Service wants it. */
    Optional<ServiceName> owner(K key) {
        ServiceName only = claims.get(key);
        return only == null ? claimants(key).stream().findFirst() : Optional.of(only);
    }

    /** The Services that claim an object, its owner first. */
    List<ServiceName> claimants(K key) {
        ServiceName only = claims.get(key);
        if (only != null) {
            return List.of(only);
        }
        return contested.getOrDefault(key, Set.of()).stream()
                .map(service -> precedence.apply(key, service))
                .sorted()
                .map(Precedence::service)
                .toList();
    }
}
