package io.kubeipvs.daemon.commands.plan;

import io.kubeipvs.core.apply.Rehearsed;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.PlannedPreparation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The changes that a run would make, and what it would leave. Its components are the fields of the JSON document.
 *
 * @param adopts how many objects are wanted and stay exactly as they are
 * @param changes one for each object, in the order in which they would be made
 * @param refuses what Services request and would not get, one line each
 * @param stays the objects that no Service wants and that stay
 * @param problems what cannot be as wanted on this node, one line each
 * @param cutConnections how many connections would end
 * @param operations in the order in which they would be made, one line each
 */
public record PlanDocument(
        Adopts adopts,
        List<PlannedChange> changes,
        List<String> refuses,
        Stays stays,
        List<String> problems,
        int cutConnections,
        List<String> operations) {
    /** Numbers of objects. */
    public record Adopts(int virtualServers, int realServers, int vips) {
        boolean isNone() {
            return virtualServers + realServers + vips == 0;
        }
    }

    /**
     * Names of objects.
     *
     * @param foreign virtual servers of other programs, and of excluded ranges
     * @param draining virtual servers that wait for the end of their connections
     * @param vips addresses on the dummy link
     * @param kubeProxyChains chains of kube-proxy that are of use still
     */
    public record Stays(List<String> foreign, List<String> draining, List<String> vips, List<String> kubeProxyChains) {}

    /** The document of what was read and rehearsed. */
    public static PlanDocument of(PlannedPreparation preparation, Rehearsed rehearsed) {
        List<PlannedChange> changes = Stream.of(
                        PreparationChanges.before(preparation),
                        OperationChanges.of(rehearsed.operations()),
                        PreparationChanges.after(preparation.takeover()))
                .flatMap(List::stream)
                .toList();
        Rehearsed.Unplanned unplanned = rehearsed.unplanned();
        return new PlanDocument(
                adopts(rehearsed),
                changes,
                rehearsed.notes().stream().flatMap(PlanDocument::refuses).toList(),
                new Stays(
                        sorted(unplanned.foreign()),
                        sorted(unplanned.draining()),
                        unplanned.vips().stream().sorted().map(Ip::toString).toList(),
                        preparation.takeover().keptChains()),
                preparation.settings().problems().stream()
                        .map(Problem::toString)
                        .toList(),
                rehearsed.cutConnections(),
                rehearsed.operations().stream().map(Object::toString).toList());
    }

    private static List<String> sorted(Collection<VirtualServer.Key> keys) {
        return keys.stream().sorted().map(VirtualServer.Key::toString).toList();
    }

    private static Adopts adopts(Rehearsed rehearsed) {
        return new Adopts(
                rehearsed.adopted().size(),
                rehearsed.adopted().stream()
                        .mapToInt(frontend -> frontend.realServers().size())
                        .sum(),
                rehearsed.adoptedVips().size());
    }

    private static Stream<String> refuses(ServiceNotes.Changes notes) {
        List<String> lines = new ArrayList<>();
        notes.refusals()
                .forEach(refusal -> refusal.all().forEach(address -> lines.add(refusal.service() + " " + address)));
        notes.conflicts().forEach(conflict -> lines.add(conflict.toString()));
        notes.notServed()
                .forEach(address -> lines.add(address.service() + " spec.clusterIPs " + address.address()
                        + ": a link of this node has the address; a program on this node serves it"));
        return lines.stream();
    }
}
