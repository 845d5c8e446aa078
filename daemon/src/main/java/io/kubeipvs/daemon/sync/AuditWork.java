package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.Auditing;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.CpuTime;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sync thread's part of the audit: it gives orders to the reader, and results and announcements to the proxy. Used by
 * the sync thread.
 */
final class AuditWork {
    private static final Logger LOG = LoggerFactory.getLogger(AuditWork.class);

    private final Auditing auditing;
    private final AuditReader reader;
    private final ForeignChanges foreign;
    private final AuditObserver observer;
    private final MonotonicClock clock;
    private Optional<Problem> lastProblem = Optional.empty();
    private long failures;

    AuditWork(
            Auditing auditing,
            AuditReader reader,
            ForeignChanges foreign,
            AuditObserver observer,
            MonotonicClock clock) {
        this.auditing = auditing;
        this.reader = reader;
        this.foreign = foreign;
        this.observer = observer;
        this.clock = clock;
    }

    /** Takes over what was read and announced. Returns whether that needs a round. */
    boolean take() {
        takeAnnouncements();
        return reader.takeResult().filter(this::take).isPresent();
    }

    private void takeAnnouncements() {
        ForeignChanges.Taken taken = foreign.take();
        auditing.announced(taken.vips());
        if (taken.isLinkChanged()) {
            auditing.suspectLink(clock.instant());
        }
        if (taken.isFilterChanged()) {
            auditing.suspectFilter(clock.instant());
        }
        if (taken.areServersChanged()) {
            auditing.audit().suspectVirtualServers();
        }
    }

    private boolean take(AuditReader.Result result) {
        boolean isDifferent = false;
        if (result.finding().isPresent()) {
            CpuTime start = CpuTime.ofThisThread();
            isDifferent = auditing.found(result.finding().get(), clock.instant());
            Duration compared = CpuTime.ofThisThread().since(start);
            auditing.audit().spent(result.cpu().plus(compared), clock.instant());
            lastProblem = Optional.empty();
        } else {
            auditing.notFound(clock.instant());
            failures++;
            report(result.problem());
        }
        observer.progressed(new AuditObserver.Progress(
                auditing.audit().checkedSince(), auditing.audit().passes(), failures, lastProblem));
        return isDifferent;
    }

    private void report(Optional<Problem> problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            problem.ifPresent(AuditWork::warn);
        }
    }

    private static void warn(Problem problem) {
        if (problem.fix().isEmpty()) {
            LOG.warn("audit_failed_will_retry cause=\"{}\"", problem.cause());
        } else {
            LOG.warn("audit_failed_will_retry cause=\"{}\" fix=\"{}\"", problem.cause(), problem.fix());
        }
    }

    /** Orders the reading that is due, if one is. */
    void order() {
        auditing.takeReading(clock.instant()).ifPresent(reader::order);
    }

    /** When a reading is due; {@link Instant#MAX} while one is under way. */
    Instant next() {
        return auditing.nextReading();
    }
}
