package io.kubeipvs.daemon.health;

import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the proxy does its work: no change has waited for two sync periods, in each family separately. Follows
 * kube-proxy ({@code pkg/proxy/healthcheck/proxy_health.go}). A change that the kernel refuses does not wait: one
 * Service that cannot be served must not remove all others from every load balancer. Safe for use by many threads.
 */
public final class ProxyHealth implements SyncListener {
    private final InstantSource clock;
    private final MonotonicClock monotonic;
    private final Supplier<Duration> syncPeriod;
    private final Map<Family, State> families = new EnumMap<>(Family.class);
    private Instant lastQueued = Instant.MIN;
    private boolean begun;
    private boolean ready;
    private List<Problem> settings = List.of();
    private Optional<Problem> kernel = Optional.empty();
    private final PendingOperations pending = new PendingOperations();

    /** The state of one family. Without {@code waitingSince} no change waits. */
    private static final class State {
        private Instant updated;
        private Instant waitingSince;

        State(Instant now) {
            updated = now;
        }
    }

    /**
     * The health of one family at one moment.
     *
     * @param lastUpdated when the kernel last answered every change, at first when the program started
     */
    public record OfFamily(Instant lastUpdated, boolean healthy) {}

    /**
     * @param clock the time of day, for the answers
     * @param monotonic decides how long a change has waited
     * @param syncPeriod the one in force, at each question
     */
    public ProxyHealth(InstantSource clock, MonotonicClock monotonic, Supplier<Duration> syncPeriod) {
        this.clock = clock;
        this.monotonic = monotonic;
        this.syncPeriod = syncPeriod;
        for (Family family : Family.values()) {
            families.put(family, new State(clock.instant()));
        }
    }

    /** Rounds begin. Nothing waits for the kernel before: the API server may need long until everything is listed. */
    @Override
    public synchronized void begins() {
        begun = true;
        queued();
    }

    /** A change waits for the kernel. */
    public synchronized void queued() {
        if (begun) {
            lastQueued = monotonic.instant();
            families.values().forEach(this::waits);
        }
    }

    private void waits(State state) {
        if (state.waitingSince == null) {
            state.waitingSince = monotonic.instant();
        }
    }

    @Override
    public synchronized void roundEnded(SyncReport report) {
        ready |= report.isReachable() && report.isComplete() && !report.isProvisional();
        kernel = report.failure();
        pending.roundEnded(report);
        report.round().preparation().ifPresent(this::settingsEnforced);
        Instant start = monotonic.instant().minus(report.took());
        families.forEach((family, state) -> {
            if (report.isAnswered(family)) {
                state.updated = clock.instant();
                state.waitingSince = lastQueued.isAfter(start) ? lastQueued : null; // too late for this round
            } else {
                waits(state);
            }
        });
    }

    /** The node's settings were enforced, for a new configuration or as a part of a preparation. */
    public synchronized void settingsEnforced(Preparation enforced) {
        settings = enforced.problems();
    }

    /** The settings that are not as wanted on this node. */
    public synchronized List<Problem> settings() {
        return settings;
    }

    /** Why the kernel cannot be reached; empty = it can. */
    public synchronized List<Problem> kernel() {
        return kernel.stream().toList();
    }

    /** The operations that the kernel refused and that are tried again. */
    public synchronized List<Problem> operations() {
        return pending.problems();
    }

    /** Whether nothing has waited for two sync periods. */
    public synchronized boolean isHealthy() {
        return families.values().stream().allMatch(this::isHealthy);
    }

    private boolean isHealthy(State state) {
        return state.waitingSince == null
                || Duration.between(state.waitingSince, monotonic.instant())
                                .compareTo(syncPeriod.get().multipliedBy(2))
                        < 0;
    }

    /** Whether all Services of the source reached the kernel once. The last known state does not count. */
    public synchronized boolean isReady() {
        return ready;
    }

    /** The health of each family. */
    public synchronized Map<Family, OfFamily> families() {
        Map<Family, OfFamily> all = new EnumMap<>(Family.class);
        families.forEach((family, state) -> all.put(family, new OfFamily(state.updated, isHealthy(state))));
        return all;
    }
}
