package io.kubeipvs.core.kernel;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.core.model.Ip;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The state of the packet filter as the kernel acknowledged it. Part of {@link Reality}. */
public final class FilterReality {
    private final Map<VirtualServer.Key, Admission> admissions = new CompactMap<>();
    private final KeysByVip admissionsByVip = new KeysByVip();
    private final Map<AddressSet, Set<Ip>> addresses = new EnumMap<>(AddressSet.class);
    private final Set<VirtualServer.Key> paused = new HashSet<>();
    private final Acknowledger acknowledger = new Acknowledger();
    private NodeFilterConfig config = NodeFilterConfig.NONE;

    FilterReality() {
        for (AddressSet set : AddressSet.values()) {
            addresses.put(set, CompactMap.newSet());
        }
    }

    void replace(FilterState observed) {
        admissions.clear();
        admissionsByVip.clear();
        paused.clear();
        observed.admissions().forEach(this::put);
        addresses.forEach((set, ips) -> {
            ips.clear();
            ips.addAll(observed.addresses(set));
        });
        config = observed.config();
    }

    /** Takes over an admission that was read; empty: there is none. Returns whether that is new. */
    public boolean setAdmission(VirtualServer.Key key, Optional<Admission> observed) {
        return observed.map(admission -> put(key, admission)).orElseGet(() -> drop(key));
    }

    /** Takes over whether an address is in a set. Returns whether that is new. */
    public boolean setContained(AddressSet set, Ip address, boolean isContained) {
        Set<Ip> contained = addresses.get(set);
        return isContained ? contained.add(address) : contained.remove(address);
    }

    /** Takes over the node-wide configuration that was read. Returns whether that is new. */
    public boolean setConfig(NodeFilterConfig observed) {
        boolean isNew = !config.equals(observed);
        config = observed;
        return isNew;
    }

    boolean acknowledge(FilterOp done) {
        return done.on(acknowledger);
    }

    /** The admission of a virtual server; empty without one. */
    public Optional<Admission> admission(VirtualServer.Key key) {
        return Optional.ofNullable(admissions.get(key));
    }

    /** All virtual servers that have an admission; a view. */
    public Set<VirtualServer.Key> admissions() {
        return Collections.unmodifiableSet(admissions.keySet());
    }

    /** The addresses in a set; a view. */
    public Set<Ip> addresses(AddressSet set) {
        return Collections.unmodifiableSet(addresses.get(set));
    }

    /** The virtual servers on this address that have an admission; a view. */
    public Set<VirtualServer.Key> admissionsOf(Ip vip) {
        return admissionsByVip.of(vip);
    }

    private boolean put(VirtualServer.Key key, Admission admission) {
        admissionsByVip.add(key);
        return !admission.equals(admissions.put(key, admission));
    }

    private boolean drop(VirtualServer.Key key) {
        admissionsByVip.remove(key);
        return admissions.remove(key) != null;
    }

    /** Whether it protects this address as a VIP. */
    public boolean isVip(Ip address) {
        return contains(AddressSet.VIPS, address);
    }

    /** Whether an address is in a set. */
    public boolean contains(AddressSet set, Ip address) {
        return addresses.get(set).contains(address);
    }

    /** The node-wide configuration. */
    public NodeFilterConfig config() {
        return config;
    }

    /** Whether the filter drops new connections to this virtual server. */
    public boolean isPaused(VirtualServer.Key key) {
        return paused.contains(key);
    }

    /** Pauses end by themselves: no later plan relies on one that this plan could not end. */
    void forgetPauses() {
        paused.clear();
    }

    private final class Acknowledger implements FilterOp.Cases<Boolean> {
        @Override
        public Boolean putAdmission(FilterOp.PutAdmission op) {
            return put(op.virtualServer(), op.admission());
        }

        @Override
        public Boolean dropAdmission(FilterOp.DropAdmission op) {
            return drop(op.virtualServer());
        }

        @Override
        public Boolean putAddress(FilterOp.PutAddress op) {
            return addresses.get(op.set()).add(op.address());
        }

        @Override
        public Boolean dropAddress(FilterOp.DropAddress op) {
            return addresses.get(op.set()).remove(op.address());
        }

        @Override
        public Boolean putNodeFilterConfig(FilterOp.PutNodeFilterConfig op) {
            return setConfig(op.config());
        }

        @Override
        public Boolean pauseNewConnections(FilterOp.PauseNewConnections op) {
            return paused.add(op.virtualServer());
        }

        @Override
        public Boolean resumeNewConnections(FilterOp.ResumeNewConnections op) {
            return paused.remove(op.virtualServer());
        }
    }
}
