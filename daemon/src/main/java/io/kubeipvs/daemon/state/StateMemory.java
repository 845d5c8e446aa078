package io.kubeipvs.daemon.state;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.sync.Memory;
import io.kubeipvs.daemon.work.Workers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that outlives a run: the times of drains, and with an API server its last known state. */
public final class StateMemory implements Memory, AutoCloseable {
    private final DrainTimes drains;
    private volatile Optional<LastStateKeeper> lastState = Optional.empty();

    public StateMemory(DrainTimes drains) {
        this.drains = drains;
    }

    /**
     * Starts to keep both.
     *
     * @param keeper of the last known state; empty = none is kept
     * @return this
     */
    public StateMemory start(Optional<LastStateKeeper> keeper, Workers workers) {
        lastState = keeper;
        drains.start(workers);
        keeper.ifPresent(one -> one.start(workers));
        return this;
    }

    @Override
    public Optional<ChangeTracker> takeLastKnown() {
        return lastState.flatMap(LastStateKeeper::take);
    }

    @Override
    public boolean isListed() {
        return lastState.map(LastStateKeeper::isListed).orElse(true);
    }

    @Override
    public void keep(NodeProxy proxy, Instant now) {
        drains.keep(proxy, now);
    }

    @Override
    public void keepLast(NodeProxy proxy, Instant now) {
        drains.keepLast(proxy, now);
    }

    @Override
    public Instant next(NodeProxy proxy) {
        return drains.next(proxy);
    }

    /** That the last known state is in force; empty = it is not. Safe to call from any thread. */
    public List<Problem> inForce() {
        return lastState.map(LastStateKeeper::inForce).orElse(List.of());
    }

    /** The files that cannot be written; empty = all can. Safe to call from any thread. */
    public List<Problem> writeProblems() {
        return Stream.of(
                        drains.problems(),
                        lastState.map(LastStateKeeper::writeProblems).orElse(List.of()))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        lastState.ifPresent(LastStateKeeper::close);
        drains.close();
    }
}
