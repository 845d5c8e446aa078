package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can be configured, with its default.
 *
 * @param settings what decides what the kernel should hold; may change while running
 * @param nodeName the Node object's name; empty = that of the environment or the host
 * @param bindAddress stands for the node in its family; unspecified = what the Node object says stands for it
 * @param syncPeriod time between two readings of the kernel by the audit; may change while running
 * @param minSyncPeriod least time between two rounds of changes; may change while running
 * @param metricsAddress where /metrics is served
 * @param healthzAddress where load balancers and the kubelet probe
 * @param kubeconfig how to reach the API server; empty = the Pod's service account
 * @param manifests the folder to take objects from in the place of an API server
 * @param onlyThisNode whether no other Node object is watched
 * @param strictArp whether no link answers ARP for an address of another; may change while running
 * @param tuning of the node; part of it may change while running
 * @param verbosity more than 0 = log every operation; may change while running
 */
public record Config(
        Settings settings,
        Optional<String> nodeName,
        Ip bindAddress,
        Duration syncPeriod,
        Duration minSyncPeriod,
        HostPort metricsAddress,
        HostPort healthzAddress,
        Optional<Path> kubeconfig,
        Optional<Path> manifests,
        boolean onlyThisNode,
        boolean strictArp,
        NodeTuning tuning,
        int verbosity) {
    /** What is in force when nothing is said. kube-proxy's own defaults, but for the source. */
    public static final Config DEFAULT = new Config(
            new Settings(Scheduler.RR),
            Optional.empty(),
            Ip.parse("0.0.0.0"),
            Duration.ofSeconds(30),
            Duration.ZERO,
            new HostPort("127.0.0.1", 10249),
            new HostPort("0.0.0.0", 10256),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            NodeTuning.DEFAULT,
            0);

    /** The address that stands for the node in its family whatever the Node object says. */
    public Optional<Ip> givenAddress() {
        boolean isUnspecified = Set.of("0.0.0.0", "::").contains(bindAddress.toString());
        return isUnspecified ? Optional.empty() : Optional.of(bindAddress);
    }

    /** This configuration with other settings. */
    public Config withSettings(Settings other) {
        return new Config(
                other,
                nodeName,
                bindAddress,
                syncPeriod,
                minSyncPeriod,
                metricsAddress,
                healthzAddress,
                kubeconfig,
                manifests,
                onlyThisNode,
                strictArp,
                tuning,
                verbosity);
    }

    /** This configuration, watching the Node object of this node alone, or all. */
    public Config watchingOnlyThisNode(boolean only) {
        return new Config(
                settings,
                nodeName,
                bindAddress,
                syncPeriod,
                minSyncPeriod,
                metricsAddress,
                healthzAddress,
                kubeconfig,
                manifests,
                only,
                strictArp,
                tuning,
                verbosity);
    }

    /** This configuration with what only flags say: the name of the node, where objects come from, and how loud it is. */
    public Config with(Optional<String> name, Optional<Path> folder, int loudness) {
        return new Config(
                settings,
                name,
                bindAddress,
                syncPeriod,
                minSyncPeriod,
                metricsAddress,
                healthzAddress,
                kubeconfig,
                folder,
                onlyThisNode,
                strictArp,
                tuning,
                loudness);
    }
}
