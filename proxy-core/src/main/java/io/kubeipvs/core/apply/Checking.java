package io.kubeipvs.core.apply;

import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.servercheck.CheckBook;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.track.ChangeTracker;
import java.util.Collection;

/** Brings the results of health checks to the Services that want them. Used by one thread. */
final class Checking {
    private final CheckBook book = new CheckBook();

    /** The wanted checks, and those that failed. */
    CheckBook book() {
        return book;
    }

    /** Servers became unhealthy or healthy: the Services that use them are dirty. */
    void take(Collection<CheckResult> results, ChangeTracker tracker) {
        book.take(results).forEach(service -> tracker.putFailedChecks(service, book.failedOf(service)));
    }

    /** Checks of this Service that ended are no longer among its failed ones: one that begins again has not failed. */
    void forgetFormer(ServiceName service, ChangeTracker tracker) {
        tracker.forgetFailedChecks(service, book.failedOf(service));
    }

    /** Another tracker has the Services from now on. */
    void handOver(ChangeTracker next) {
        book.servicesWithFailure().forEach(service -> next.putFailedChecks(service, book.failedOf(service)));
    }
}
