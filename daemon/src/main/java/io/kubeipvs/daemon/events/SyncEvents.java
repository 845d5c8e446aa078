package io.kubeipvs.daemon.events;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.sync.SyncListener;
import java.util.List;
import java.util.stream.Collectors;

/** Tells the Services' owners what the sync thread could not do for them. */
public final class SyncEvents implements SyncListener {
    private final EventRecorder events;

    public SyncEvents(EventRecorder events) {
        this.events = events;
    }

    @Override
    public void refused(ServiceName service, List<RefusedAddress> addresses) {
        String note = addresses.stream().map(RefusedAddress::toString).collect(Collectors.joining("; "));
        events.record(new Report(Subject.of(service), Report.Reason.ADDRESS_REFUSED, note));
    }

    @Override
    public void conflict(Conflict conflict) {
        tell(conflict.owner(), conflict);
        conflict.others().forEach(other -> tell(other, conflict));
    }

    private void tell(ServiceName service, Conflict conflict) {
        events.record(new Report(Subject.of(service), Report.Reason.CONFLICT, conflict.toString()));
    }
}
