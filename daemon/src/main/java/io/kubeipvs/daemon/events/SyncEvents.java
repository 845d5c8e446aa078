package io.kubeipvs.daemon.events;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.IgnoredOption;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.servercheck.CheckBook;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import java.util.stream.Collectors;

/** Events for Services about what the sync thread could not do for them. */
public final class SyncEvents implements SyncListener {
    private final EventRecorder events;

    public SyncEvents(EventRecorder events) {
        this.events = events;
    }

    @Override
    public void roundEnded(SyncReport report) {
        ServiceNotes.Changes notes = report.round().notes();
        notes.refusals().forEach(this::report);
        notes.withoutEffect().forEach(this::report);
        notes.conflicts().forEach(this::report);
        report.round().checks().transitions().forEach(this::report);
    }

    private void report(CheckBook.Transition transition) {
        CheckResult result = transition.result();
        Report.Reason reason =
                result.failure().isPresent() ? Report.Reason.SERVER_UNHEALTHY : Report.Reason.SERVER_HEALTHY;
        String note = result.check() + ": " + result.failure().orElse("healthy again");
        transition.services().forEach(service -> events.record(new Report(Subject.of(service), reason, note)));
    }

    private void report(ServiceNotes.Refusal refusal) {
        String note = refusal.all().stream().map(RefusedAddress::toString).collect(Collectors.joining("; "));
        events.record(new Report(Subject.of(refusal.service()), Report.Reason.ADDRESS_REFUSED, note));
    }

    private void report(ServiceNotes.WithoutEffect some) {
        String note = some.options().stream().map(IgnoredOption::toString).collect(Collectors.joining("; "));
        events.record(new Report(Subject.of(some.service()), Report.Reason.ANNOTATION_WITHOUT_EFFECT, note));
    }

    private void report(Conflict conflict) {
        report(conflict.owner(), conflict);
        conflict.others().forEach(other -> report(other, conflict));
    }

    private void report(ServiceName service, Conflict conflict) {
        events.record(new Report(Subject.of(service), Report.Reason.CONFLICT, conflict.toString()));
    }
}
