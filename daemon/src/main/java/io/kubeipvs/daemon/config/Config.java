package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that can be configured, with its default.
 *
 * @param scheduler the scheduler of every virtual server; may change while running
 * @param syncPeriod time between two readings of the kernel by the audit
 * @param metricsAddress where /metrics is served
 * @param kubeconfig how to reach the API server; empty = the Pod's service account
 * @param manifests the folder to take objects from in the place of an API server
 */
public record Config(
        Scheduler scheduler,
        Duration syncPeriod,
        HostPort metricsAddress,
        Optional<Path> kubeconfig,
        Optional<Path> manifests) {
    /** What is in force when nothing is said. kube-proxy's own defaults, but for the source. */
    public static final Config DEFAULT = new Config(
            Scheduler.RR, Duration.ofSeconds(30), new HostPort("127.0.0.1", 10249), Optional.empty(), Optional.empty());
}
