package io.kubeipvs.core.audit;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which part of the kernel is read next, and what the result means. One pass reads everything once a period, part by
 * part; a part that seems to differ is read first. Reading is another thread's work, and at most one reading is under way.
 * Changes continue meanwhile. Used by one thread.
 */
public final class Audit {
    /** The virtual servers of one reading: few enough that a finding is not outdated, and that comparing it is quick. */
    static final int PORTION = 64;

    /** The passes of which one reads flows: with many UDP clients, that is the longest reading. */
    private static final int PASSES_PER_FLOWS = 10;

    private final Reality reality;
    private final AuditPace pace;
    private final Deque<Reading> pass = new ArrayDeque<>();
    private final Doubts doubts = new Doubts();
    private Set<KernelObject> changedMeanwhile = new HashSet<>();
    private Optional<Reading> underWay = Optional.empty();
    private Duration period;
    private Instant nextPass = Instant.MAX;
    private Instant passBegun = Instant.MAX;
    private Instant checkedSince = Instant.MAX;
    private long passes;

    /** @param period the time between the begins of two passes; a pass that takes longer is finished first */
    public Audit(Reality reality, Duration period) {
        this.reality = reality;
        this.period = period;
        this.pace = new AuditPace(period);
    }

    /** The period from now on. */
    public void setPeriod(Duration next) {
        if (!nextPass.equals(Instant.MAX)) {
            nextPass = nextPass.minus(period).plus(next);
        }
        period = next;
        pace.setPeriod(next);
    }

    /** The whole kernel was read at this time: the first pass begins a period later. Earlier findings are void. */
    public void readWhole(Instant at) {
        pass.clear();
        doubts.clear();
        changedMeanwhile = new HashSet<>();
        underWay = Optional.empty();
        checkedSince = at;
        nextPass = at.plus(period);
    }

    /** An operation about this object was sent. */
    public void changed(KernelObject object) {
        if (underWay.isPresent()) {
            changedMeanwhile.add(object);
        }
    }

    /** The outcome of an own operation is unknown, or shows that the kernel is not as it was known. */
    public void doubt(KernelOp op) {
        op.bySubsystem(doubts);
    }

    /** It is unknown which operations were made. These are the objects of all of them. */
    public void doubt(Set<KernelObject> objects) {
        doubts.addAll(objects);
        objects.forEach(this::changed);
    }

    /** Another program changed addresses of our link, or the link. */
    public void suspectVips() {
        doubts.add(new Reading.Vips());
    }

    /** Another program changed our part of the packet filter. */
    public void suspectFilter() {
        doubts.add(new Reading.Filter());
    }

    /** Another program changed tables that have virtual servers. */
    public void suspectVirtualServers() {
        doubts.addAllVirtualServers();
    }

    /** Conntrack may lead UDP clients to servers that are none: a virtual server is new, or the program is. */
    public void suspectFlows() {
        doubts.addFlows();
    }

    /** When the next part is due; {@link Instant#MAX} while one is read. */
    public Instant due() {
        if (underWay.isPresent()) {
            return Instant.MAX;
        }
        if (!doubts.isEmpty()) {
            return pace.urgent();
        }
        return pass.isEmpty() ? later(nextPass, pace.regular()) : pace.regular();
    }

    /** Begins the next reading; empty when none is due. Its result is given to {@link #take} or {@link #failed}. */
    public Optional<Reading> next(Instant now) {
        if (now.isBefore(due())) {
            return Optional.empty();
        }
        if (doubts.isEmpty() && pass.isEmpty()) {
            beginPass(now);
        }
        changedMeanwhile = new HashSet<>();
        underWay = Optional.of(
                doubts.isEmpty()
                        ? pass.remove()
                        : doubts.next(
                                () -> new Reading.AllFrontends(Set.copyOf(reality.virtualServers())), this::udpFlows));
        return underWay;
    }

    private void beginPass(Instant now) {
        passBegun = now;
        nextPass = now.plus(period);
        pass.addAll(List.of(new Reading.Vips(), new Reading.ChangedFilter()));
        if (passes % PASSES_PER_FLOWS == PASSES_PER_FLOWS - 1) {
            pass.add(udpFlows());
        }
        pass.add(new Reading.VirtualServers());
    }

    private Reading udpFlows() {
        return new Reading.UdpFlows(reality.virtualServers().stream()
                .filter(key -> key.protocol() == Protocol.UDP && !key.isByMark())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Takes over the result of the reading that is under way. {@link #spent} follows. */
    public Differences take(Finding finding) {
        boolean isRegular = isUnderWay(Reading.RealServers.class) || isUnderWay(Reading.VirtualServers.class);
        Comparison comparison = new Comparison(reality, doubts, changedMeanwhile);
        finding.accept(comparison);
        underWay = Optional.empty();
        doubts.addVirtualServers(comparison.suspects());
        comparison.again().forEach(doubts::add);
        addToPass(comparison.listed());
        if (isRegular && pass.isEmpty()) {
            checkedSince = passBegun;
            passes++;
        }
        return new Differences(comparison.own(), comparison.drift(), comparison.staleFlows());
    }

    private boolean isUnderWay(Class<? extends Reading> kind) {
        return underWay.filter(kind::isInstance).isPresent();
    }

    private void addToPass(List<VirtualServer.Key> keys) {
        for (int from = 0; from < keys.size(); from += PORTION) {
            pass.add(new Reading.RealServers(keys.subList(from, Math.min(keys.size(), from + PORTION))));
        }
    }

    /** The reading that is under way failed: it is tried again after a pause. */
    public void failed(Instant now) {
        underWay.ifPresent(pass::addFirst);
        underWay = Optional.empty();
        pace.failed(now);
    }

    /** Everything that is older than this was compared since; {@link Instant#MAX} before the kernel was read. */
    public Instant checkedSince() {
        return checkedSince;
    }

    /** The last reading and its comparison took this CPU time: the next one begins after a pause. */
    public void spent(Duration cpu, Instant now) {
        pace.spent(cpu, now);
    }

    /** The number of passes that were finished. */
    public long passes() {
        return passes;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * The objects that a reading found different.
     *
     * @param own those that an own operation changed of which the outcome was unknown
     * @param drift those that another program changed
     * @param staleFlows the flows that conntrack must forget
     */
    public record Differences(ChangedObjects own, ChangedObjects drift, List<FlowOp.ForgetFlows> staleFlows) {}
}
