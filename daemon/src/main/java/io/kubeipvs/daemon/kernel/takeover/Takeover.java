package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.netlink.NetlinkException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Removes kube-proxy's rules once ours are in force: after the first round in which the kernel answered every
 * operation. If they stayed, they would refuse the ports of Services that they do not know. kube-proxy's virtual
 * servers, link and addresses stay and belong to kube-ipvs from then on. What cannot be removed is tried again when
 * the kernel is prepared next.
 *
 * <p>Each later preparation looks for rules that came back. They are removed again, and if kube-proxy writes them again,
 * less and less often: a running kube-proxy knows all Services, so its rules refuse none, and two programs must not undo each
 * other's work all the time.
 */
public final class Takeover implements SyncListener {
    private static final int LONGEST_PAUSE = 64;

    /** Preparations without its rules after which kube-proxy is gone: it needs up to its own sync period to write them. */
    private static final int AWAY = 3;

    private static final String FIX = "stop one of the two on this node: delete the DaemonSet kube-proxy or exclude the"
            + " node from it; if kube-proxy is not running, another program restores its rules";

    private final KubeProxyRules rules;
    private final TakeoverLog log = new TakeoverLog();

    private boolean isDone;
    private boolean isDue;
    private Set<String> kept = Set.of();

    /** The preparations from one removal of rules that came back to the next. */
    private int pause = 1;

    private int untilRemoval = 1;

    /** The preparations in a row that found no rules. */
    private int away;

    private volatile Optional<Problem> problem = Optional.empty();

    /** The takeover of the network namespace of the sync thread. */
    public Takeover() {
        this(KubeProxyRules.OF_KERNEL);
    }

    Takeover(KubeProxyRules rules) {
        this.rules = rules;
    }

    @Override
    public void roundEnded(SyncReport report) {
        boolean isAnswered = Stream.of(Family.values()).allMatch(report::isAnswered);
        isDue |= report.round().preparation().isPresent();
        boolean isComplete = isAnswered && report.isComplete() && !report.isProvisional();
        if (isDue && isComplete) {
            isDue = false;
            try {
                work();
            } catch (NetlinkException | KernelUnavailableException e) {
                log.notRemoved(e.getMessage());
            }
        }
    }

    private void work() throws NetlinkException {
        if (isDone) {
            look();
            return;
        }
        KubeProxyRules.Removal removal = remove();
        isDone = !removal.isToBeRepeated();
        if (isDone) {
            log.remaining(removal);
        }
    }

    private KubeProxyRules.Removal remove() throws NetlinkException {
        KubeProxyRules.Removal removal = rules.remove();
        kept = Set.copyOf(removal.kept());
        log.removed(removal);
        return removal;
    }

    private void look() throws NetlinkException {
        Set<String> returned = new TreeSet<>(rules.inForce());
        returned.removeAll(kept);
        away = returned.isEmpty() ? away + 1 : 0;
        if (returned.isEmpty()) {
            gone();
            return;
        }
        if (problem.isEmpty()) {
            problem = Optional.of(new Problem("kube-proxy works on this node too: its rules came back", FIX));
            log.returned(returned, FIX);
        }
        untilRemoval--;
        if (untilRemoval == 0) {
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            untilRemoval = pause;
            remove();
        }
    }

    /** The pause stays as it is: a kube-proxy that writes its rules only now and then must not be taken for a new one. */
    private void gone() {
        if (problem.isPresent() && away >= AWAY) {
            problem = Optional.empty();
            log.gone();
        }
    }

    /** That kube-proxy works here too; empty = it does not. Safe to call from any thread. */
    public List<Problem> problems() {
        return problem.stream().toList();
    }
}
