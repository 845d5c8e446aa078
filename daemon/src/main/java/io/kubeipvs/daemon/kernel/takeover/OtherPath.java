package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what the other data path left in the kernel, once this one serves everything: after the first round in which the
 * kernel answered every operation. So each connection has a way at every moment. Objects with connections are tried again
 * when the kernel is prepared next.
 */
public final class OtherPath implements SyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(OtherPath.class);

    private final Remover remover;
    private boolean isDone;
    private boolean isDue;

    /** Removes objects of the other data path. */
    public interface Remover {
        /**
         * Removes those that no connection needs.
         *
         * @return whether none remains
         * @throws KernelUnavailableException when the kernel cannot be read or changed
         */
        boolean remove();
    }

    public OtherPath(Remover remover) {
        this.remover = remover;
    }

    @Override
    public void roundEnded(SyncReport report) {
        isDue |= report.round().preparation().isPresent();
        boolean isAnswered = Stream.of(Family.values()).allMatch(report::isAnswered);
        if (!isDone && isDue && isAnswered && report.isComplete() && !report.isProvisional()) {
            isDue = false;
            try {
                isDone = remover.remove();
            } catch (KernelUnavailableException e) {
                LOG.warn(
                        "other_data_path_not_removed_will_retry cause=\"{}\"",
                        e.problem().cause());
            }
        }
    }
}
