package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the sync thread: one line for each event, and one line for each problem while it lasts. */
final class SyncLog {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLog.class);
    private static final int MOST_FAILURES_A_ROUND = 10;

    private final MonotonicClock clock;
    private FirstSync first;
    private final SyncedLines synced = new SyncedLines();
    private boolean started;
    private boolean servesLastKnown;

    SyncLog(MonotonicClock clock) {
        this.clock = clock;
        this.first = new FirstSync(clock);
    }

    /** The lines {@code synced}. */
    SyncedLines synced() {
        return synced;
    }

    /** The Services of the first sync. */
    Progress.Amount firstSync() {
        return first.services();
    }

    /** @param waiting the changed Services that are not in the kernel yet */
    void roundEnded(SyncReport report, int waiting) {
        notes(report.round().notes());
        CheckLines.write(report.round().checks().transitions());
        if (report.isReachable()) {
            round(report, waiting);
        } else {
            unreachable(report.failure().get());
        }
    }

    private static void unreachable(Problem problem) {
        if (problem.fix().isEmpty()) {
            LOG.error("kernel_unreachable_will_retry cause=\"{}\"", problem.cause());
        } else {
            LOG.error("kernel_unreachable_will_retry cause=\"{}\" fix=\"{}\"", problem.cause(), problem.fix());
        }
    }

    private static void notes(ServiceNotes.Changes notes) {
        notes.conflicts()
                .forEach(conflict -> LOG.warn(
                        "conflict virtual_server=\"{}\" served_service={} unserved_services={}",
                        conflict.key(),
                        conflict.owner(),
                        conflict.others()));
        notes.endedConflicts().forEach(conflict -> LOG.info("conflict_ended virtual_server=\"{}\"", conflict.key()));
        notes.refusals()
                .forEach(refusal -> refusal.begun()
                        .forEach(address ->
                                LOG.warn("address_refused service={} cause=\"{}\"", refusal.service(), address)));
        notes.withoutEffect()
                .forEach(some -> some.options()
                        .forEach(option -> LOG.warn(
                                "annotation_without_effect service={} annotation={} cause=\"{}\"",
                                some.service(),
                                option.option().annotation(),
                                option.causeWithPlace())));
        notes.notServed()
                .forEach(unserved -> LOG.info(
                        "address_not_served service={} key=spec.clusterIPs address={} cause=\"a link of this node has the"
                                + " address: a program on this node serves it\"",
                        unserved.service(),
                        unserved.address()));
        notes.servedAgain()
                .forEach(served -> LOG.info(
                        "address_served_again service={} key=spec.clusterIPs address={}",
                        served.service(),
                        served.address()));
    }

    private void round(SyncReport report, int waiting) {
        List<ApplyReport.Result> results = report.results();
        if (!started) {
            untilStarted(report, waiting);
        } else if (!results.isEmpty()) {
            synced.add(report, clock.instant());
        }
        results.forEach(result -> LOG.debug("operation op=\"{}\" outcome=\"{}\"", result.op(), result.outcome()));
        if (!report.round().drift().isEmpty()) {
            LOG.info(
                    "drift_found operations={} cause=\"another program changed the kernel\"",
                    report.round().drift().size());
        }
        failures(report.round().applied().failures());
    }

    private void untilStarted(SyncReport report, int waiting) {
        if (servesLastKnown && !report.isProvisional()) {
            servesLastKnown = false;
            first = new FirstSync(clock);
        }
        first.add(report, waiting);
        if (!report.isComplete() || servesLastKnown) {
            first.writeProgress();
            return;
        }
        servesLastKnown = report.isProvisional();
        started = !servesLastKnown;
        first.writeEnd(started);
    }

    private static void failures(List<ApplyReport.Result> failures) {
        failures.stream()
                .limit(MOST_FAILURES_A_ROUND)
                .forEach(failure -> notDone(failure.op(), SyncReport.problem(failure.outcome())));
        if (failures.size() > MOST_FAILURES_A_ROUND) {
            LOG.warn("not_done_will_retry more={}", failures.size() - MOST_FAILURES_A_ROUND);
        }
    }

    private static void notDone(KernelOp op, Problem problem) {
        if (problem.fix().isEmpty()) {
            LOG.warn("not_done_will_retry operation=\"{}\" cause=\"{}\"", op, problem.cause());
        } else {
            LOG.warn(
                    "not_done_will_retry operation=\"{}\" cause=\"{}\" fix=\"{}\"", op, problem.cause(), problem.fix());
        }
    }
}
