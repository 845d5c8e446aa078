package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that can be configured, with its default.
 *
 * @param settings what decides what the kernel should hold; may change while running
 * @param nodeName the Node object's name; empty = that of the environment or the host
 * @param syncPeriod time between two readings of the kernel by the audit
 * @param metricsAddress where /metrics is served
 * @param kubeconfig how to reach the API server; empty = the Pod's service account
 * @param manifests the folder to take objects from in the place of an API server
 * @param strictArp whether no link answers ARP for an address of another; may change while running
 */
public record Config(
        Settings settings,
        Optional<String> nodeName,
        Duration syncPeriod,
        HostPort metricsAddress,
        Optional<Path> kubeconfig,
        Optional<Path> manifests,
        boolean strictArp) {
    /** What is in force when nothing is said. kube-proxy's own defaults, but for the source. */
    public static final Config DEFAULT = new Config(
            new Settings(Scheduler.RR),
            Optional.empty(),
            Duration.ofSeconds(30),
            new HostPort("127.0.0.1", 10249),
            Optional.empty(),
            Optional.empty(),
            false);
}
