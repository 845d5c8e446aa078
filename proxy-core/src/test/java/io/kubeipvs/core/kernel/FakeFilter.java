package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A packet filter in memory: it refuses what is there already and what is not there, as maps and sets do. */
final class FakeFilter implements FilterOp.Cases<Outcome> {
    private final Map<VirtualServer.Key, Admission> admissions = new HashMap<>();
    private final Map<AddressSet, Set<Ip>> addresses = new EnumMap<>(AddressSet.class);
    private Surroundings surroundings = Surroundings.NONE;

    FilterState state() {
        return new FilterState(admissions, addresses, surroundings);
    }

    private static Outcome outcome(boolean isDone, String errno) {
        return isDone ? new Outcome.Applied() : new Outcome.Lost(errno);
    }

    private Set<Ip> of(AddressSet set) {
        return addresses.computeIfAbsent(set, s -> new HashSet<>());
    }

    @Override
    public Outcome putAdmission(FilterOp.PutAdmission op) {
        boolean isAsSaid =
                Objects.equals(admissions.get(op.virtualServer()), op.before().orElse(null));
        if (isAsSaid) {
            admissions.put(op.virtualServer(), op.admission());
        }
        return outcome(isAsSaid, op.before().isEmpty() ? "EEXIST" : "ENOENT");
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
    public Outcome putSurroundings(FilterOp.PutSurroundings op) {
        boolean isAsSaid = surroundings.equals(op.before());
        surroundings = isAsSaid ? op.surroundings() : surroundings;
        return outcome(isAsSaid, "ENOENT");
    }
}
