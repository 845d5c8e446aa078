package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ServiceView;
import java.util.Collection;
import java.util.List;

/** Several listeners, told one after the other. */
public record SyncListeners(List<SyncListener> all) implements SyncListener {
    public SyncListeners {
        all = List.copyOf(all);
    }

    @Override
    public void synced(SyncReport report) {
        all.forEach(listener -> listener.synced(report));
    }

    @Override
    public void holds(int virtualServers, int realServers) {
        all.forEach(listener -> listener.holds(virtualServers, realServers));
    }

    @Override
    public void unreachable() {
        all.forEach(SyncListener::unreachable);
    }

    @Override
    public void applied(Collection<ServiceView> changed, NodeView node) {
        all.forEach(listener -> listener.applied(changed, node));
    }

    @Override
    public void conflict(Conflict conflict) {
        all.forEach(listener -> listener.conflict(conflict));
    }

    @Override
    public void refused(ServiceName service, List<RefusedAddress> addresses) {
        all.forEach(listener -> listener.refused(service, addresses));
    }

    @Override
    public void refusedNow(Collection<List<RefusedAddress>> ofServices) {
        all.forEach(listener -> listener.refusedNow(ofServices));
    }
}
