package io.kubeipvs.daemon.config;

import java.time.Duration;

/**
 * How often the sync thread works, and how often servers are checked.
 *
 * @param syncPeriod time between the begins of two passes of the audit, which reads the kernel part by part and repairs drift
 * @param minSyncPeriod least time between two rounds of changes; 0 = none
 * @param checksPerSecond the most health checks of servers that begin in a second
 */
public record Pace(Duration syncPeriod, Duration minSyncPeriod, int checksPerSecond) {
    /** kube-proxy's defaults, and for health checks little CPU time. */
    public static final Pace DEFAULT = new Pace(Duration.ofSeconds(30), Duration.ZERO, 200);

    /** The same with another time between two passes of the audit; 0 changes nothing, because kubeadm writes {@code 0s} for the default. */
    public Pace withSyncPeriod(Duration period) {
        return period.isZero() ? this : new Pace(period, minSyncPeriod, checksPerSecond);
    }

    /** The same with another least time between two rounds. */
    public Pace withMinSyncPeriod(Duration period) {
        return new Pace(syncPeriod, period, checksPerSecond);
    }

    /** The same with another limit of health checks. */
    public Pace withChecksPerSecond(int checks) {
        return new Pace(syncPeriod, minSyncPeriod, checks);
    }
}
