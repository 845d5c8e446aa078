package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The wishes of Services that are not fulfilled, as long as that lasts: refused addresses, cluster addresses that are
 * not served, options without effect, and conflicts. It collects what began and what ended since it was last asked. The cost depends on what
 * changed, not on the number of Services. Used by one thread.
 */
public final class ServiceNotes {
    private final Map<ServiceName, List<RefusedAddress>> refused = new HashMap<>();
    private final Map<RefusedAddress.Reason, Integer> reasons = new EnumMap<>(RefusedAddress.Reason.class);
    private final Map<ServiceName, Set<Ip>> notServed = new HashMap<>();
    private final Map<Ip, Integer> notServedAddresses = new HashMap<>();
    private final Map<ServiceName, List<IgnoredOption>> ignored = new HashMap<>();
    private int ignoredCount;
    private final Map<VirtualServer.Key, Conflict> conflicts = new HashMap<>();
    private Changes changes = Changes.empty();

    /** A cluster address that is not served. */
    public record UnservedAddress(ServiceName service, Ip address) {}

    /**
     * A Service with options that have no effect.
     *
     * @param options all of them, at least one
     */
    public record WithoutEffect(ServiceName service, List<IgnoredOption> options) {}

    /**
     * A Service to which addresses were refused.
     *
     * @param begun the addresses that are refused since the last time, at least one
     * @param all all its refused addresses
     */
    public record Refusal(ServiceName service, List<RefusedAddress> begun, List<RefusedAddress> all) {}

    /**
     * The notes that began or ended.
     *
     * @param refusals Services with an address that is refused since then
     * @param notServed cluster addresses that are not served since then, because a link of this node has them
     * @param servedAgain cluster addresses for which that is over
     * @param withoutEffect Services of which the options without effect changed, and are some
     * @param conflicts conflicts that began
     * @param endedConflicts conflicts that are over
     */
    public record Changes(
            List<Refusal> refusals,
            List<UnservedAddress> notServed,
            List<UnservedAddress> servedAgain,
            List<WithoutEffect> withoutEffect,
            List<Conflict> conflicts,
            List<Conflict> endedConflicts) {
        /** Changes without any entry, to be filled. */
        public static Changes empty() {
            return new Changes(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }
    }

    /**
     * All notes at one moment.
     *
     * @param refused the refused addresses by Service
     * @param notServed the cluster addresses that are not served, by Service
     * @param ignored the options without effect, by Service
     * @param conflicts the conflicts
     */
    public record All(
            Map<ServiceName, List<RefusedAddress>> refused,
            Map<ServiceName, Set<Ip>> notServed,
            Map<ServiceName, List<IgnoredOption>> ignored,
            List<Conflict> conflicts) {
        public All {
            refused = Map.copyOf(refused);
            notServed = Map.copyOf(notServed);
            ignored = Map.copyOf(ignored);
            conflicts = List.copyOf(conflicts);
        }
    }

    /** All notes now; a copy. */
    public All all() {
        return new All(refused, notServed, ignored, List.copyOf(conflicts.values()));
    }

    /** Takes over what this footprint of a Service does not get. */
    public void update(ServiceName service, Footprint footprint) {
        updateRefused(service, footprint.refused());
        updateNotServed(service, footprint.notServed());
        updateIgnored(service, footprint.ignored());
    }

    private void updateIgnored(ServiceName service, List<IgnoredOption> after) {
        List<IgnoredOption> before = replace(ignored, service, after, after.isEmpty(), List.of());
        ignoredCount += after.size() - before.size();
        if (!after.isEmpty() && !after.equals(before)) {
            changes.withoutEffect().add(new WithoutEffect(service, after));
        }
    }

    private void updateRefused(ServiceName service, List<RefusedAddress> after) {
        List<RefusedAddress> before = replace(refused, service, after, after.isEmpty(), List.of());
        if (before.equals(after)) {
            return;
        }
        before.forEach(address -> reasons.merge(address.reason(), -1, Integer::sum));
        after.forEach(address -> reasons.merge(address.reason(), 1, Integer::sum));
        List<RefusedAddress> begun =
                after.stream().filter(address -> !before.contains(address)).toList();
        if (!begun.isEmpty()) {
            changes.refusals().add(new Refusal(service, begun, after));
        }
    }

    private void updateNotServed(ServiceName service, Set<Ip> after) {
        Set<Ip> before = replace(notServed, service, after, after.isEmpty(), Set.of());
        for (Ip address : after) {
            if (!before.contains(address)) {
                notServedAddresses.merge(address, 1, Integer::sum);
                changes.notServed().add(new UnservedAddress(service, address));
            }
        }
        for (Ip address : before) {
            if (!after.contains(address)) {
                notServedAddresses.computeIfPresent(address, (ip, services) -> services == 1 ? null : services - 1);
                changes.servedAgain().add(new UnservedAddress(service, address));
            }
        }
    }

    /** Takes over whether Services conflict over a virtual server. */
    public void update(VirtualServer.Key key, Optional<Conflict> conflict) {
        Optional<Conflict> before =
                Optional.ofNullable(conflict.isPresent() ? conflicts.put(key, conflict.get()) : conflicts.remove(key));
        if (before.equals(conflict)) {
            return;
        }
        conflict.ifPresentOrElse(changes.conflicts()::add, () -> before.ifPresent(changes.endedConflicts()::add));
    }

    private static <K, V> V replace(Map<K, V> map, K key, V after, boolean isNothing, V nothing) {
        V before = isNothing ? map.remove(key) : map.put(key, after);
        return before == null ? nothing : before;
    }

    /** Whether a Service has this cluster address and it is not served, because a link of this node has it. */
    public boolean isNotServed(Ip address) {
        return notServedAddresses.containsKey(address);
    }

    /** The number of refused addresses by reason; a copy. */
    public Map<RefusedAddress.Reason, Integer> refusedByReason() {
        return Map.copyOf(reasons);
    }

    /** The number of options without effect, of all Services. */
    public int ignoredCount() {
        return ignoredCount;
    }

    /** The notes that began or ended since the last call. */
    public Changes takeChanges() {
        Changes taken = changes;
        changes = Changes.empty();
        return taken;
    }
}
