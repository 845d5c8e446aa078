package io.kubeipvs.daemon.health;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether the proxy does its work: the kernel was told what changed, or that has not waited for long. Follows kube-proxy
 * ({@code pkg/proxy/healthcheck/proxy_health.go}), which is healthy until a change has waited for two sync periods, each
 * family by itself. What the kernel refuses counts as told: one Service that cannot be served must not take all others
 * from every load balancer. Safe for use by many threads.
 */
public final class ProxyHealth implements SyncListener {
    private final InstantSource clock;
    private final Supplier<Duration> syncPeriod;
    private final Map<Family, State> families = new EnumMap<>(Family.class);
    private Instant lastQueued = Instant.MIN;
    private boolean ready;

    /** What is known of one family; nothing waits where there is no {@code waitingSince}. */
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
     * @param lastUpdated when the kernel was last told everything, at first when the program started
     */
    public record OfFamily(Instant lastUpdated, boolean healthy) {}

    /** @param syncPeriod the one in force, at each question */
    public ProxyHealth(InstantSource clock, Supplier<Duration> syncPeriod) {
        this.clock = clock;
        this.syncPeriod = syncPeriod;
        for (Family family : Family.values()) {
            families.put(family, new State(clock.instant()));
        }
    }

    /** Something is to be brought to the kernel. */
    public synchronized void queued() {
        lastQueued = clock.instant();
        families.values().forEach(this::waits);
    }

    private void waits(State state) {
        if (state.waitingSince == null) {
            state.waitingSince = clock.instant();
        }
    }

    @Override
    public synchronized void synced(SyncReport report) {
        ready = true;
        Instant begun = clock.instant().minus(report.took());
        families.forEach((family, state) -> {
            if (report.isTold(family)) {
                state.updated = clock.instant();
                state.waitingSince = lastQueued.isAfter(begun) ? lastQueued : null; // too late for this round
            } else {
                waits(state);
            }
        });
    }

    @Override
    public synchronized void unreachable() {
        families.values().forEach(this::waits);
    }

    /** Whether nothing has waited for two sync periods. */
    public synchronized boolean isHealthy() {
        return families.values().stream().allMatch(this::isHealthy);
    }

    private boolean isHealthy(State state) {
        return state.waitingSince == null
                || Duration.between(state.waitingSince, clock.instant())
                                .compareTo(syncPeriod.get().multipliedBy(2))
                        < 0;
    }

    /** Whether the kernel was told of all Services once. */
    public synchronized boolean isReady() {
        return ready;
    }

    /** Each family by itself. */
    public synchronized Map<Family, OfFamily> families() {
        Map<Family, OfFamily> all = new EnumMap<>(Family.class);
        families.forEach((family, state) -> all.put(family, new OfFamily(state.updated, isHealthy(state))));
        return all;
    }
}
