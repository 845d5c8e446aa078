package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.Footprint;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.drain.Drain;
import io.kubeipvs.core.drain.Drains;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.plan.Ownership;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The state of a reconciler for readers. It is read between two rounds; answers are copies and change no more. */
public final class Inspection {
    private static final int SOME = 20;

    private final Ledger ledger;
    private final Reality reality;
    private final Drains drains;
    private final ServiceNotes notes;
    private final Ownership ownership;

    Inspection(Ledger ledger, Reality reality, Drains drains, ServiceNotes notes, Ownership ownership) {
        this.ledger = ledger;
        this.reality = reality;
        this.drains = drains;
        this.notes = notes;
        this.ownership = ownership;
    }

    /**
     * The state of the whole node, beside {@link RoundReport.State}.
     *
     * @param vips the number of addresses on our link
     * @param foreign some of the virtual servers of other programs
     * @param foreignCount the number of all of them
     * @param firstDrain when the longest drain began; empty = no server drains
     * @param notes the wishes of Services that are not fulfilled
     */
    public record Overview(
            int vips,
            List<VirtualServer.Key> foreign,
            int foreignCount,
            Optional<Instant> firstDrain,
            ServiceNotes.All notes) {}

    /** The state of the whole node. */
    public Overview overview() {
        Predicate<VirtualServer.Key> isForeign = key -> !ledger.wants(key) && !ownership.isOurs(key);
        List<VirtualServer.Key> foreign =
                reality.virtualServers().stream().filter(isForeign).sorted().toList();
        return new Overview(
                reality.vips().size(),
                foreign.stream().limit(SOME).toList(),
                foreign.size(),
                drains.first(),
                notes.all());
    }

    /** The draining servers, and since when each drains. */
    public List<Drain> drains() {
        return drains.all();
    }

    /**
     * The state of one Service.
     *
     * @param virtualServers those that it wants, sorted
     * @param refused the addresses that it requests and does not get
     * @param notServed its cluster addresses that a link of this node has
     */
    public record OfService(List<OfVirtualServer> virtualServers, List<RefusedAddress> refused, Set<Ip> notServed) {}

    /**
     * The state of one virtual server of a Service.
     *
     * @param wanted by the Service
     * @param actual in the kernel, as it acknowledged; empty = the kernel has none
     * @param owner the Service that gets it: another one after a conflict
     * @param draining its draining servers, and since when
     */
    public record OfVirtualServer(
            Frontend wanted, Optional<Frontend> actual, ServiceName owner, Map<RealServer.Key, Instant> draining) {
        /** Whether the kernel has what is wanted, and beside it only draining servers. */
        public boolean isAsWanted() {
            return actual.filter(frontend -> frontend.virtualServer().equals(wanted.virtualServer())
                            && frontend.realServers()
                                    .entrySet()
                                    .containsAll(wanted.realServers().entrySet()))
                    .isPresent();
        }
    }

    /** The state of this Service; empty when it wants nothing or does not exist. */
    public Optional<OfService> service(ServiceName service) {
        Footprint footprint = ledger.footprint(service);
        if (footprint.equals(Footprint.NONE)) {
            return Optional.empty();
        }
        List<OfVirtualServer> servers = footprint.frontends().values().stream()
                .map(wanted -> virtualServer(service, wanted))
                .sorted((a, b) -> a.wanted().key().compareTo(b.wanted().key()))
                .toList();
        return Optional.of(new OfService(servers, footprint.refused(), footprint.notServed()));
    }

    private OfVirtualServer virtualServer(ServiceName service, Frontend wanted) {
        VirtualServer.Key key = wanted.key();
        return new OfVirtualServer(
                wanted,
                reality.virtualServer(key).map(server -> new Frontend(server, reality.realServers(key))),
                ledger.conflict(key).map(conflict -> conflict.owner()).orElse(service),
                drains.of(key));
    }
}
