package io.kubeipvs.daemon.health;

import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether the proxy does its work: no change has waited for two sync periods, in each family separately. Follows
 * kube-proxy ({@code pkg/proxy/healthcheck/proxy_health.go}). A change that the kernel refuses does not wait: one
 * Service that cannot be served must not remove all others from every load balancer. Safe for use by many threads.
 */
public final class ProxyHealth implements SyncListener {
    private final InstantSource clock;
    private final Supplier<Duration> syncPeriod;
    private final Map<Family, State> families = new EnumMap<>(Family.class);
    private Instant lastQueued = Instant.MIN;
    private boolean ready;
    private List<String> problems = List.of();

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

    /** @param syncPeriod the one in force, at each question */
    public ProxyHealth(InstantSource clock, Supplier<Duration> syncPeriod) {
        this.clock = clock;
        this.syncPeriod = syncPeriod;
        for (Family family : Family.values()) {
            families.put(family, new State(clock.instant()));
        }
    }

    /** A change waits for the kernel. */
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
    public synchronized void roundEnded(SyncReport report) {
        ready |= report.isReachable() && report.round().state().waiting() == 0;
        report.round().preparation().ifPresent(this::settingsEnforced);
        Instant begun = clock.instant().minus(report.took());
        families.forEach((family, state) -> {
            if (report.isAnswered(family)) {
                state.updated = clock.instant();
                state.waitingSince = lastQueued.isAfter(begun) ? lastQueued : null; // too late for this round
            } else {
                waits(state);
            }
        });
    }

    /** The node's settings were enforced, for a new configuration or as a part of a preparation. */
    public synchronized void settingsEnforced(Preparation settings) {
        problems = settings.problems();
    }

    /** The settings that are not as wanted on this node, with cause and fix. */
    public synchronized List<String> problems() {
        return problems;
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

    /** Whether all Services reached the kernel once. */
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
