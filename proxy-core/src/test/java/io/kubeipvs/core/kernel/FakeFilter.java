package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A packet filter in memory. As maps and sets of nf_tables do, it refuses to add an element that exists and to remove one
 * that does not.
 */
final class FakeFilter implements FilterOp.Cases<Outcome> {
    private final Map<VirtualServer.Key, Admission> admissions = new HashMap<>();
    private final Map<AddressSet, Set<Ip>> addresses = new EnumMap<>(AddressSet.class);
    private final Set<VirtualServer.Key> paused = new HashSet<>();
    private NodeFilterConfig config = NodeFilterConfig.NONE;

    FilterState state() {
        return new FilterState(admissions, addresses, config);
    }

    /** The virtual servers of which new connections are dropped. */
    Set<VirtualServer.Key> paused() {
        return paused;
    }

    void clear() {
        admissions.clear();
        addresses.clear();
        paused.clear();
        config = NodeFilterConfig.NONE;
    }

    private static Outcome outcome(boolean isDone, String errno) {
        return isDone ? new Outcome.Applied() : new Outcome.Lost(errno);
    }

    private Set<Ip> of(AddressSet set) {
        return addresses.computeIfAbsent(set, s -> new HashSet<>());
    }

    @Override
    public Outcome putAdmission(FilterOp.PutAdmission op) {
        boolean isAsExpected =
                Objects.equals(admissions.get(op.virtualServer()), op.before().orElse(null));
        if (isAsExpected) {
            admissions.put(op.virtualServer(), op.admission());
        }
        return outcome(isAsExpected, op.before().isEmpty() ? "EEXIST" : "ENOENT");
    }

    @Override
    public Outcome dropAdmission(FilterOp.DropAdmission op) {
        return outcome(admissions.remove(op.virtualServer(), op.before()), "ENOENT");
    }

    @Override
    public Outcome putAddress(FilterOp.PutAddress op) {
        return outcome(of(op.set()).add(op.address()), "EEXIST");
    }

    @Override
    public Outcome dropAddress(FilterOp.DropAddress op) {
        return outcome(of(op.set()).remove(op.address()), "ENOENT");
    }

    @Override
    public Outcome putNodeFilterConfig(FilterOp.PutNodeFilterConfig op) {
        boolean isAsExpected = config.equals(op.before());
        config = isAsExpected ? op.config() : config;
        return outcome(isAsExpected, "ENOENT");
    }

    /** A pause of which the end was lost lasts on, so this is no failure. */
    @Override
    public Outcome pauseNewConnections(FilterOp.PauseNewConnections op) {
        paused.add(op.virtualServer());
        return new Outcome.Applied();
    }

    /** A pause ends by itself, so this is no failure. */
    @Override
    public Outcome resumeNewConnections(FilterOp.ResumeNewConnections op) {
        paused.remove(op.virtualServer());
        return new Outcome.Applied();
    }
}
