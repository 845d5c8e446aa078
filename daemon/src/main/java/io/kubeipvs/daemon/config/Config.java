package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that can be configured, with its default.
 *
 * @param scheduler the scheduler of every virtual server; may change while running
 * @param syncPeriod time between two readings of the kernel by the audit
 * @param drainTimeout how long a server that leaves may keep its connections, 0 = as long as they last
 * @param metricsAddress where /metrics is served
 * @param kubeconfig how to reach the API server; empty = the Pod's service account
 * @param manifests the folder to take objects from in the place of an API server
 */
public record Config(
        Scheduler scheduler,
        Duration syncPeriod,
        Duration drainTimeout,
        HostPort metricsAddress,
        Optional<Path> kubeconfig,
        Optional<Path> manifests) {
    /** What is in force when nothing is said. kube-proxy's own defaults, but for the source. */
    public static final Config DEFAULT = new Config(
            Scheduler.RR,
            Duration.ofSeconds(30),
            Settings.DEFAULT_DRAIN_TIMEOUT,
            new HostPort("127.0.0.1", 10249),
            Optional.empty(),
            Optional.empty());

    /** What of it decides what the kernel should hold. */
    public Settings settings() {
        return new Settings(scheduler, drainTimeout);
    }
}
