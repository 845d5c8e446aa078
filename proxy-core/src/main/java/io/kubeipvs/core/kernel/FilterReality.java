package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the kernel acknowledged of the packet filter; the part of {@link Reality} that is about it. */
public final class FilterReality {
    private final Map<VirtualServer.Key, Admission> admissions = new HashMap<>();
    private final Map<Ip, Set<VirtualServer.Key>> admissionsOfVip = new HashMap<>();
    private final Map<AddressSet, Set<Ip>> addresses = new EnumMap<>(AddressSet.class);
    private final Fold fold = new Fold();
    private Surroundings surroundings = Surroundings.NONE;

    FilterReality() {
        for (AddressSet set : AddressSet.values()) {
            addresses.put(set, new HashSet<>());
        }
    }

    void replace(FilterState observed) {
        admissions.clear();
        admissionsOfVip.clear();
        observed.admissions().forEach(this::put);
        addresses.forEach((set, ips) -> {
            ips.clear();
            ips.addAll(observed.addresses(set));
        });
        surroundings = observed.surroundings();
    }

    void acknowledge(FilterOp done) {
        done.on(fold);
    }

    /** What it says of a virtual server; empty when nothing. */
    public Optional<Admission> admission(VirtualServer.Key key) {
        return Optional.ofNullable(admissions.get(key));
    }

    /** The virtual servers on this address of which it says something; a view, empty when there are none. */
    public Set<VirtualServer.Key> admissionsOf(Ip vip) {
        return admissionsOfVip.getOrDefault(vip, Set.of());
    }

    private void put(VirtualServer.Key key, Admission admission) {
        admissions.put(key, admission);
        admissionsOfVip.computeIfAbsent(key.vip(), vip -> new HashSet<>()).add(key);
    }

    /** Whether an address is in a set. */
    public boolean contains(AddressSet set, Ip address) {
        return addresses.get(set).contains(address);
    }

    /** All that is not about a Service. */
    public Surroundings surroundings() {
        return surroundings;
    }

    private final class Fold implements FilterOp.Cases<Void> {
        @Override
        public Void putAdmission(FilterOp.PutAdmission op) {
            put(op.virtualServer(), op.admission());
            return null;
        }

        @Override
        public Void dropAdmission(FilterOp.DropAdmission op) {
            admissions.remove(op.virtualServer());
            admissionsOfVip.computeIfPresent(op.virtualServer().vip(), (vip, keys) -> {
                keys.remove(op.virtualServer());
                return keys.isEmpty() ? null : keys;
            });
            return null;
        }

        @Override
        public Void putAddress(FilterOp.PutAddress op) {
            addresses.get(op.set()).add(op.address());
            return null;
        }

        @Override
        public Void dropAddress(FilterOp.DropAddress op) {
            addresses.get(op.set()).remove(op.address());
            return null;
        }

        @Override
        public Void putSurroundings(FilterOp.PutSurroundings op) {
            surroundings = op.surroundings();
            return null;
        }
    }
}
