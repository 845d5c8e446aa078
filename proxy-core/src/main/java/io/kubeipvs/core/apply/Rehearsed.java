package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.plan.Planner;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The result of a {@link Rehearsal}.
 *
 * @param before the kernel as it was read
 * @param operations of the whole first sync, in the order in which they would be made
 * @param unplanned the virtual servers that stay although no Service wants them
 * @param notes what Services would not get, one for each round
 * @param cutConnections the connections that the kernel would forget, because their real server is removed at once
 */
public record Rehearsed(
        KernelState before,
        List<KernelOp> operations,
        Unplanned unplanned,
        List<ServiceNotes.Changes> notes,
        int cutConnections) {
    /**
     * The objects in the kernel that no Service wants, and that stay.
     *
     * @param foreign the virtual servers of other programs, and those of excluded ranges
     * @param draining those that wait for the end of connections
     * @param vips the addresses on the dummy link
     */
    public record Unplanned(Set<VirtualServer.Key> foreign, Set<VirtualServer.Key> draining, Set<Ip> vips) {
        public Unplanned {
            foreign = Set.copyOf(foreign);
            draining = Set.copyOf(draining);
            vips = Set.copyOf(vips);
        }

        /** Those of this moment. */
        static Unplanned of(Planner planner) {
            Ledger ledger = planner.ledger();
            Reality reality = planner.reality();
            Set<VirtualServer.Key> draining = planner.drains().virtualServers();
            return new Unplanned(
                    reality.virtualServers().stream()
                            .filter(key -> !ledger.wants(key) && !draining.contains(key))
                            .collect(Collectors.toSet()),
                    draining.stream().filter(key -> !ledger.wants(key)).collect(Collectors.toSet()),
                    reality.vips().stream().filter(vip -> !ledger.isWanted(vip)).collect(Collectors.toSet()));
        }
    }

    public Rehearsed {
        operations = List.copyOf(operations);
        notes = List.copyOf(notes);
    }

    /** The virtual servers, with their real servers, that are wanted and stay exactly as they are. */
    public List<Frontend> adopted() {
        Set<KernelObject> changed = changedIn(Subsystem.IPVS);
        return before.frontends().values().stream()
                .filter(frontend -> !changed.contains(frontend.key()))
                .filter(frontend -> !unplanned.foreign().contains(frontend.key()))
                .filter(frontend -> !unplanned.draining().contains(frontend.key()))
                .toList();
    }

    /** The VIPs that are wanted and stay bound. */
    public List<Ip> adoptedVips() {
        Set<KernelObject> changed = changedIn(Subsystem.VIPS);
        return before.vips().stream()
                .filter(vip -> !changed.contains(new KernelObject.Vip(vip)))
                .filter(vip -> !unplanned.vips().contains(vip))
                .toList();
    }

    private Set<KernelObject> changedIn(Subsystem subsystem) {
        return operations.stream()
                .filter(op -> op.subsystem() == subsystem)
                .map(KernelOp::object)
                .collect(Collectors.toSet());
    }
}
