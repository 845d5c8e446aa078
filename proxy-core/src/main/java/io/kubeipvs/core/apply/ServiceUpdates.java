package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.desire.Footprint;
import io.kubeipvs.core.desire.Footprints;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.drain.EndpointNodes;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Brings the latest state of Services into the ledger, and the objects that differ onto the agenda. Used by one thread. */
final class ServiceUpdates {
    private final Ledger ledger;
    private final ServiceNotes notes;
    private final EndpointNodes nodes;
    private final Agenda agenda;
    private final Schedulers schedulers = new Schedulers();
    private final Checking checks = new Checking();

    ServiceUpdates(Ledger ledger, ServiceNotes notes, EndpointNodes nodes, Agenda agenda) {
        this.ledger = ledger;
        this.notes = notes;
        this.nodes = nodes;
        this.agenda = agenda;
    }

    /** The schedulers that Services choose. */
    Schedulers schedulers() {
        return schedulers;
    }

    /** The health checks of their servers. */
    Checking checks() {
        return checks;
    }

    /** Takes over the Services that changed, and those of which the addresses depend on them. Returns all of them. */
    List<ServiceView> from(ChangeTracker tracker, NodeView node, Settings settings) {
        List<ServiceView> changed = new ArrayList<>(tracker.takeDirty());
        take(changed, node, settings);
        changed.forEach(view -> checks.forgetFormer(view.name(), tracker));
        Set<ServiceName> outdated = ledger.requests().takeOutdated();
        if (!outdated.isEmpty()) {
            tracker.markDirty(service -> outdated.contains(service.name()));
            changed.addAll(from(tracker, node, settings));
        }
        return changed;
    }

    /** Takes over these Services. */
    void take(Collection<ServiceView> services, NodeView node, Settings settings) {
        for (ServiceView service : services) {
            nodes.seen(service.slices());
            service.service()
                    .flatMap(spec -> spec.options().get(Options.SCHEDULER))
                    .ifPresent(schedulers::chosen);
            Footprint footprint =
                    Footprints.of(service, new Footprints.Circumstances(node, settings, ledger, schedulers.missing()));
            ChangedObjects differing = ledger.replace(service.name(), footprint);
            notes.update(service.name(), footprint);
            checks.book().want(service.name(), footprint.checks());
            differing.virtualServers().forEach(key -> notes.update(key, ledger.conflict(key)));
            agenda.add(service.name(), differing);
        }
    }
}
