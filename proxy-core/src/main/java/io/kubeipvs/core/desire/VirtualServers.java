package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The virtual servers of one Service: their scheduler, its flags, and session affinity. */
final class VirtualServers {
    private final int affinity;
    private final ServiceOptions options;
    private final Scheduler scheduler;
    private final int flags;
    private final List<IgnoredOption> ignored = new ArrayList<>();

    VirtualServers(ServiceSpec service, Footprints.Circumstances circumstances) {
        this.affinity = service.policy().affinitySeconds();
        this.options = service.options();
        this.scheduler = scheduler(circumstances);
        this.flags = flags();
        options.withheld().stream().map(IgnoredOption::notAllowed).forEach(ignored::add);
        noteCombinations();
    }

    private Scheduler scheduler(Footprints.Circumstances circumstances) {
        Scheduler byDefault = circumstances.settings().scheduler();
        Optional<Scheduler> chosen = options.get(Options.SCHEDULER);
        if (chosen.filter(circumstances.missing()::contains).isPresent()) {
            ignored.add(IgnoredOption.missing(chosen.get(), byDefault));
            return byDefault;
        }
        return chosen.orElse(byDefault);
    }

    private int flags() {
        note(Options.SCHEDULER_FLAGS, !scheduler.hasFlags(), "scheduler " + scheduler + " has no flags");
        return VirtualServer.flags(scheduler, options.get(Options.SCHEDULER_FLAGS));
    }

    private void noteCombinations() {
        for (ServiceOption<Integer> prefix : List.of(Options.PERSISTENCE_PREFIX, Options.PERSISTENCE_PREFIX_IPV6)) {
            note(prefix, affinity == 0, "the Service has no sessionAffinity: ClientIP");
        }
        int max = options.get(Options.MAX_CONNECTIONS).orElse(0);
        int min = options.get(Options.MIN_CONNECTIONS).orElse(0);
        note(Options.MIN_CONNECTIONS, max == 0, "the Service has no " + Options.MAX_CONNECTIONS.annotation());
        note(Options.MIN_CONNECTIONS, max > 0 && min > max, min + " is above " + Options.MAX_CONNECTIONS.annotation());
    }

    private void note(ServiceOption<?> option, boolean isWithoutEffect, String cause) {
        if (isWithoutEffect && options.get(option).isPresent()) {
            ignored.add(new IgnoredOption(option, cause));
        }
    }

    /** The options that have no effect, and why. */
    List<IgnoredOption> ignored() {
        return ignored;
    }

    /** The virtual server with this key, and the real servers that its scheduler can have. */
    Frontend frontend(VirtualServer.Key key, Servers servers) {
        VirtualServer server = key.isByMark() ? ofMark(key) : of(key);
        noteWeights(servers.inForce().values());
        return new Frontend(server, server.skipsQuietServers() ? servers.inForce() : loud(servers.inForce()))
                .withDrainTimeout(options.get(Options.DRAIN_TIMEOUT))
                .withFailed(servers.failed());
    }

    /** A scheduler that still chooses a server of weight 0 refuses the client: so it gets none. */
    private static Map<RealServer.Key, RealServer> loud(Map<RealServer.Key, RealServer> servers) {
        return servers.values().stream()
                .filter(server -> !server.isQuiet())
                .collect(Collectors.toMap(RealServer::key, server -> server));
    }

    private void noteWeights(Collection<RealServer> servers) {
        if (scheduler.ignoresWeights() && areDifferent(servers)) {
            IgnoredOption note = IgnoredOption.weights(scheduler);
            if (!ignored.contains(note)) {
                ignored.add(note);
            }
        }
    }

    /** Whether two of them have different weights; 0 does not count. */
    private static boolean areDifferent(Collection<RealServer> servers) {
        int first = 0;
        for (RealServer server : servers) {
            if (first == 0) {
                first = server.weight();
            } else if (server.weight() != 0 && server.weight() != first) {
                return true;
            }
        }
        return false;
    }

    private VirtualServer of(VirtualServer.Key key) {
        return affinity == 0
                ? new VirtualServer(key, scheduler.kernelName(), flags, 0)
                : new VirtualServer(
                        key,
                        scheduler.kernelName(),
                        flags | VirtualServer.FLAG_PERSISTENT,
                        affinity,
                        prefix(key.vip().family()));
    }

    /** The whole address is 0, as without a prefix. */
    private int prefix(Family family) {
        return options.get(family == Family.IPV4 ? Options.PERSISTENCE_PREFIX : Options.PERSISTENCE_PREFIX_IPV6)
                .filter(prefix -> prefix < family.bits())
                .orElse(0);
    }

    /**
     * The virtual server of a mark. With session affinity IPVS would send the clients to the requested port instead of the
     * real servers' port ({@code ip_vs_sched_persist} in {@code net/netfilter/ipvs/ip_vs_core.c}). Hashing the client's
     * address also keeps a client with its server, as long as the servers stay the same.
     */
    private VirtualServer ofMark(VirtualServer.Key key) {
        return affinity > 0
                ? new VirtualServer(
                        key, Scheduler.SH.kernelName(), VirtualServer.flags(Scheduler.SH, Optional.empty()), 0)
                : of(key);
    }
}
