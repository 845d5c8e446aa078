package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.servercheck.CheckBook;
import io.kubeipvs.core.track.ServiceView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds reports of rounds by name. At first a report is of a round of 3 ms that did nothing. */
public final class Reports {
    private final ServiceNotes.Changes notes = ServiceNotes.Changes.empty();
    private final CheckBook.Changes checks = CheckBook.Changes.empty();
    private Optional<Problem> failure = Optional.empty();
    private boolean isPrepared;
    private int waiting;
    private int pending;
    private Preparation preparation = Preparation.CLEAN;
    private boolean isDrift;
    private int services;
    private int draining;
    private int virtualServers;
    private Duration took = Duration.ofMillis(3);
    private List<ApplyReport.Result> results = List.of();
    private List<ServiceView> applied = List.of();
    private Map<RefusedAddress.Reason, Integer> refused = Map.of();

    private Reports() {}

    public static Reports round() {
        return new Reports();
    }

    /** A round of one Service that binds one VIP with this outcome. */
    public static Reports binding(Outcome outcome) {
        return new Reports()
                .services(1)
                .results(List.of(new ApplyReport.Result(new VipOp.BindVip(Ip.parse("10.96.0.1")), outcome, 0)));
    }

    public static SyncReport unreachable() {
        Reports report = new Reports();
        report.failure = Optional.of(Problem.of("away"));
        return report.build();
    }

    public Reports prepared() {
        isPrepared = true;
        return this;
    }

    public Reports drift() {
        isPrepared = true;
        isDrift = true;
        return this;
    }

    public Reports services(int number) {
        services = number;
        return this;
    }

    public Reports draining(int number) {
        draining = number;
        return this;
    }

    public Reports virtualServers(int number) {
        virtualServers = number;
        return this;
    }

    public Reports took(Duration time) {
        took = time;
        return this;
    }

    public Reports results(List<ApplyReport.Result> all) {
        results = all;
        return this;
    }

    public Reports applied(ServiceView... views) {
        applied = List.of(views);
        return this;
    }

    /** The plan was full, and these many objects wait. */
    public Reports waiting(int objects) {
        waiting = objects;
        return this;
    }

    /** These many objects are tried again. */
    public Reports pending(int objects) {
        pending = objects;
        return this;
    }

    public Reports refused(Map<RefusedAddress.Reason, Integer> byReason) {
        refused = byReason;
        return this;
    }

    public Reports refusal(ServiceNotes.Refusal refusal) {
        notes.refusals().add(refusal);
        return this;
    }

    /** The health checks that began, ended or have another result; to be filled. */
    public CheckBook.Changes checks() {
        return checks;
    }

    /** A preparation that could not set this. */
    public Reports problem(String text) {
        preparation = new Preparation(List.of(), List.of(new Problem(text, "fix it")));
        return this;
    }

    /** An audit whose preparation repaired this. */
    public Reports repaired(String... texts) {
        preparation = new Preparation(List.of(texts), List.of());
        return this;
    }

    public ServiceNotes.Changes notes() {
        return notes;
    }

    public SyncReport build() {
        return build(NodeView.of(NodeSpec.named("n1"), Set.of()));
    }

    public SyncReport build(NodeView node) {
        RoundReport round = new RoundReport(
                failure,
                isPrepared || !preparation.equals(Preparation.CLEAN) ? Optional.of(preparation) : Optional.empty(),
                new ApplyReport(results),
                isDrift ? results : List.of(),
                notes,
                checks,
                new RoundReport.State(virtualServers, virtualServers, draining, waiting, pending, refused, 0, false));
        return new SyncReport(round, services, applied, node, took);
    }
}
