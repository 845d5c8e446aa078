package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        if (options.get(Options.SCHEDULER_FLAGS).isPresent() && !scheduler.hasFlags()) {
            ignored.add(new IgnoredOption(Options.SCHEDULER_FLAGS, "scheduler " + scheduler + " has no flags"));
        }
        return VirtualServer.flags(scheduler, options.get(Options.SCHEDULER_FLAGS));
    }

    /** The options that have no effect, and why. */
    List<IgnoredOption> ignored() {
        return ignored;
    }

    /** The virtual server of an address. */
    VirtualServer of(VirtualServer.Key key) {
        int persistent = affinity > 0 ? VirtualServer.FLAG_PERSISTENT : 0;
        return new VirtualServer(key, scheduler.kernelName(), flags | persistent, affinity);
    }

    /**
     * The virtual server of a mark. With session affinity IPVS would send the clients to the requested port instead of the
     * real servers' port ({@code ip_vs_sched_persist} in {@code net/netfilter/ipvs/ip_vs_core.c}). Hashing the client's
     * address also keeps a client with its server, as long as the servers stay the same.
     */
    VirtualServer ofMark(VirtualServer.Key key) {
        return affinity > 0
                ? new VirtualServer(
                        key, Scheduler.SH.kernelName(), VirtualServer.flags(Scheduler.SH, Optional.empty()), 0)
                : of(key);
    }
}
