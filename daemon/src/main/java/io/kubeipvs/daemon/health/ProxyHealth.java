package io.kubeipvs.daemon.health;

import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether the proxy does its work: the kernel was told what changed, or that has not waited for long. Follows kube-proxy,
 * which is healthy until a change has waited for two sync periods. What the kernel refuses counts as told: one Service
 * that cannot be served must not take all others from every load balancer. Safe for use by many threads.
 */
public final class ProxyHealth implements SyncListener {
    private final InstantSource clock;
    private final Duration patience;
    private Instant waitingSince;

    public ProxyHealth(InstantSource clock, Duration syncPeriod) {
        this.clock = clock;
        this.patience = syncPeriod.multipliedBy(2);
    }

    /** Something is to be brought to the kernel. */
    public synchronized void queued() {
        if (waitingSince == null) {
            waitingSince = clock.instant();
        }
    }

    @Override
    public synchronized void synced(SyncReport report) {
        waitingSince = null;
    }

    @Override
    public void unreachable() {
        queued();
    }

    /** Whether nothing has waited for two sync periods. */
    public synchronized boolean isHealthy() {
        return waitingSince == null
                || Duration.between(waitingSince, clock.instant()).compareTo(patience) < 0;
    }
}
