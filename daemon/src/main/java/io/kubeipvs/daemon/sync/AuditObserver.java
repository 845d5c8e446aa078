package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.kernel.Problem;
import java.time.Instant;
import java.util.Optional;

/** Is notified of the audit's progress, for metrics. Called on the sync thread. */
public interface AuditObserver {
    /** Does nothing. */
    AuditObserver NONE = progress -> {};

    /**
     * The audit's progress.
     *
     * @param checkedSince every object was compared with the kernel after this time
     * @param passes the passes that were finished
     * @param failures the readings that failed
     * @param problem why the last reading failed; empty = it did not
     */
    record Progress(Instant checkedSince, long passes, long failures, Optional<Problem> problem) {}

    /** A part was read and compared, or could not be read. */
    void progressed(Progress progress);
}
