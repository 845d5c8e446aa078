package io.kubeipvs.core.apply;

import io.kubeipvs.core.audit.Audit;
import io.kubeipvs.core.audit.Finding;
import io.kubeipvs.core.audit.Reading;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.model.Ip;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The audit's part of a {@link NodeProxy}: which part of the kernel is read beside the rounds, and which rounds follow from
 * what was read or announced. Used by one thread.
 */
public final class Auditing {
    private final Reconciler reconciler;
    private final Cadence cadence;
    private final Audit audit;
    private Set<KernelObject> drifted = new HashSet<>();
    private boolean hasBegun;

    Auditing(Reconciler reconciler, Cadence cadence, Duration period) {
        this.reconciler = reconciler;
        this.cadence = cadence;
        this.audit = new Audit(reconciler.reality(), period);
    }

    /** The state of the audit. */
    public Audit audit() {
        return audit;
    }

    /** Whether the kernel's state was adopted. Before, nothing is read. */
    boolean hasBegun() {
        return hasBegun;
    }

    /** The kernel's state was adopted. */
    void begin() {
        hasBegun = true;
        audit.suspectFlows();
    }

    /** These operations were sent. Returns the results of those that repaired a change of another program. */
    List<ApplyReport.Result> sent(ApplyReport applied) {
        applied.results().forEach(this::sent);
        List<ApplyReport.Result> drift = applied.results().stream()
                .filter(result -> drifted.contains(result.op().object()))
                .toList();
        drifted = new HashSet<>();
        return drift;
    }

    private void sent(ApplyReport.Result result) {
        audit.changed(result.op().object());
        if (result.isNewForUdpClients()) {
            audit.suspectFlows();
        }
        if (result.outcome().isSurprise()) {
            audit.doubt(result.op());
        }
    }

    /** When the next part of the kernel is to be read; {@link Instant#MAX} while one is read. */
    public Instant nextReading() {
        return hasBegun ? audit.due() : Instant.MAX;
    }

    /** The part of the kernel that is to be read now, beside the rounds; empty when none is due. */
    public Optional<Reading> takeReading(Instant now) {
        return hasBegun ? audit.next(now) : Optional.empty();
    }

    /**
     * Compares what was read with what the kernel acknowledged. Returns whether a round is needed, because they differ. If
     * all addresses are gone, perhaps with the link, that round prepares the link first. {@link Audit#spent} follows.
     */
    public boolean found(Finding finding, Instant now) {
        boolean areVipsGone =
                finding.isOfEmptyLink() && !reconciler.reality().vips().isEmpty();
        Audit.Differences differences = audit.take(finding);
        drifted.addAll(differences.drift().all());
        reconciler.compare(differences.own());
        reconciler.repair(differences.drift());
        reconciler.forget(differences.staleFlows());
        if (areVipsGone) {
            suspectLink(now);
        }
        return reconciler.isUnfinished();
    }

    /** The part that was to be read could not be read. It is tried again. */
    public void notFound(Instant now) {
        audit.failed(now);
    }

    /**
     * Addresses of our link were announced as bound or removed. Where the kernel did not acknowledge the same, another
     * program changed them, and they are read.
     */
    public void announced(Map<Ip, Boolean> vips) {
        vips.forEach((vip, isBound) -> {
            if (reconciler.reality().isBound(vip) != isBound) {
                audit.suspectVips();
            }
        });
    }

    /** Another program changed our link. It is prepared in the next round, and its addresses are read. */
    public void suspectLink(Instant now) {
        cadence.prepareAt(now);
        audit.suspectVips();
    }

    /** Another program changed our part of the packet filter. It is prepared in the next round, and read. */
    public void suspectFilter(Instant now) {
        cadence.prepareAt(now);
        audit.suspectFilter();
    }
}
