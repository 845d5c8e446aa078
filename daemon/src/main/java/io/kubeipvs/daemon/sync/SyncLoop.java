package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the kernel: it waits for a change or for the time of the next round, and runs the round. It
 * starts when all Services and slices were listed once and the node is known, or when those of an earlier run are to be
 * served.
 */
public final class SyncLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
    private static final Duration UNREADY_CHECK = Duration.ofMillis(100);
    private static final Duration PROVISIONAL_CHECK = Duration.ofSeconds(1);
    private static final Duration RESTING_CHECK = Duration.ofMillis(200);

    private final NodeProxy proxy;
    private final SlowRounds kernel;
    private final Trigger trigger;
    private final AuditWork audit;
    private final Memory memory;
    private final ConfigSource inForce;
    private final Consumer<NodeTuning> nodeSettings;
    private final MonotonicClock clock;
    private final List<SyncListener> listeners;
    private final AtomicReference<NodeView> newNode = new AtomicReference<>();
    private final Queue<CheckResult> checked = new ConcurrentLinkedQueue<>();
    private final SyncLog log;
    private final ProgressBoard progress;
    private final Questions questions;
    /** The changed Services that no report contains yet: the kernel could not be reached, or the plan was full. */
    private final Map<ServiceName, ServiceView> unreported = new LinkedHashMap<>();

    private Optional<Config> config = Optional.empty();
    private boolean begun;
    /** Whether everything that a round needs was known when the loop last took it over. */
    private boolean isReady;

    /** The parts that a loop works with. */
    public record Parts(NodeProxy proxy, Kernel kernel, Trigger trigger, Audit audit, Memory memory) {}

    /** The parts of the audit. */
    public record Audit(AuditReader reader, ForeignChanges foreign, AuditObserver observer) {}

    /**
     * @param nodeSettings applies kernel settings of the node; called on the sync thread
     * @param listeners are notified in this order
     */
    public SyncLoop(
            Parts parts,
            ConfigSource inForce,
            Consumer<NodeTuning> nodeSettings,
            MonotonicClock clock,
            List<SyncListener> listeners) {
        this.proxy = parts.proxy();
        this.progress = new ProgressBoard(clock);
        this.kernel = new SlowRounds(progress.watched(parts.kernel()), SlowRounds.Clocks.ofThisProcess());
        this.trigger = parts.trigger();
        this.questions = new Questions(trigger, progress);
        this.audit = new AuditWork(
                proxy.auditing(),
                parts.audit().reader(),
                parts.audit().foreign(),
                parts.audit().observer(),
                clock);
        this.memory = parts.memory();
        this.inForce = inForce;
        this.nodeSettings = nodeSettings;
        this.clock = clock;
        this.log = new SyncLog(clock);
        this.listeners = List.copyOf(listeners);
    }

    /** The node, in force from the next round on. Safe to call from any thread. */
    public void changeNode(NodeView node) {
        newNode.set(node);
        trigger.poke();
    }

    /** A server became unhealthy or healthy, in force from the next round on. Safe to call from any thread. */
    public void checked(CheckResult result) {
        checked.add(result);
        trigger.wake();
    }

    /** The work of the sync thread. Safe to use from any thread. */
    public ProgressBoard progress() {
        return progress;
    }

    /** Takes questions to the sync thread. Safe to use from any thread. */
    public Questions questions() {
        return questions;
    }

    /** Works on the calling thread until the trigger is closed. A round that has begun is finished. */
    public void run() throws InterruptedException {
        takeConfig();
        readFirst();
        while (trigger.await(untilNext())) {
            questions.answer(proxy);
            log.synced().writeHeld(clock.instant());
            boolean isComplete = inForce.isComplete(); // asked before it is taken, or the last part could be missing
            takeConfig();
            takeNode();
            takeServices();
            takeResults();
            isReady = isComplete && proxy.isReady();
            if (isReady) {
                begin();
                work();
            }
            memory.keep(proxy, clock.instant());
            progress.enter(isReady ? Progress.IDLE : Progress.WAIT_FOR_OBJECTS);
        }
        memory.keepLast(proxy, clock.instant());
        log.synced().writeHeld(Instant.MAX);
    }

    /** Reads the kernel while Services are still listed. If that fails, the first round does it and reports why. */
    private void readFirst() {
        try {
            proxy.readFirst(kernel, clock.instant());
        } catch (KernelUnavailableException e) {
            LOG.debug("first_read_failed_will_retry cause=\"{}\"", e.problem().cause());
        }
    }

    private void work() throws InterruptedException {
        boolean isDifferent = audit.take();
        boolean isDue = !proxy.next().isAfter(clock.instant());
        if (trigger.takePoke() || isDifferent || isDue) {
            round(clock.instant());
            rest(inForce.current().pace().minSyncPeriod());
        }
        audit.order();
    }

    /** Rests, and answers questions meanwhile. */
    private void rest(Duration time) throws InterruptedException {
        progress.enter(Progress.IDLE);
        Duration rest = time;
        while (!rest.isZero()) {
            Duration part = rest.compareTo(RESTING_CHECK) < 0 ? rest : RESTING_CHECK;
            if (!trigger.rest(part)) {
                return;
            }
            questions.answer(proxy);
            rest = rest.minus(part);
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            listeners.forEach(SyncListener::begins);
        }
    }

    private boolean canBeReady() {
        return proxy.isReady() && inForce.isComplete();
    }

    private Duration untilNext() {
        if (!isReady) {
            return canBeReady() ? Duration.ZERO : UNREADY_CHECK;
        }
        Instant now = clock.instant();
        Instant listed = proxy.isProvisional() ? now.plus(PROVISIONAL_CHECK) : Instant.MAX;
        Instant next = Stream.of(proxy.next(), audit.next(), log.synced().next(), memory.next(proxy), listed)
                .min(Comparator.naturalOrder())
                .get();
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }

    /** Takes over a new configuration. Everything that changes the kernel is applied here, on the sync thread. */
    private void takeConfig() {
        Config next = inForce.current();
        if (config.equals(Optional.of(next))) {
            return;
        }
        proxy.changePeriod(next.pace().syncPeriod(), clock.instant());
        nodeSettings.accept(next.tuning());
        if (!config.map(Config::settings).equals(Optional.of(next.settings()))) {
            proxy.changeSettings(next.settings());
        }
        config = Optional.of(next);
    }

    private void takeNode() {
        NodeView next = newNode.getAndSet(null);
        if (next != null) {
            proxy.changeNode(next);
        }
    }

    /** Takes over the Services of an earlier run, or replaces them by the present ones. */
    private void takeServices() {
        if (!proxy.isProvisional()) {
            memory.takeLastKnown().ifPresent(services -> {
                proxy.useLastKnown(services);
                trigger.poke();
            });
        } else if (memory.isListed()) {
            proxy.useListed();
            trigger.poke();
        }
    }

    private void takeResults() {
        if (checked.isEmpty()) {
            return;
        }
        List<CheckResult> results = new ArrayList<>();
        for (CheckResult next = checked.poll(); next != null; next = checked.poll()) {
            results.add(next);
        }
        proxy.checked(results);
    }

    private void round(Instant start) {
        List<ServiceView> changed = proxy.takeChanged();
        changed.forEach(view -> unreported.merge(view.name(), view, ServiceView::followedBy));
        kernel.begin();
        progress.enter(Progress.PLAN);
        RoundReport round = proxy.round(kernel, start);
        kernel.end();
        SyncReport report = new SyncReport(
                round,
                changed.size(),
                round.failure().isEmpty() ? takeApplied() : List.of(),
                proxy.node(),
                Duration.between(start, clock.instant()));
        log.roundEnded(report, unreported.size());
        progress.roundEnded(report, log.firstSync());
        listeners.forEach(listener -> listener.roundEnded(report));
        if (proxy.schedule(round, clock.instant())) {
            trigger.poke();
        }
    }

    /** The unreported Services, except those that wait because the plan was full. */
    private List<ServiceView> takeApplied() {
        Set<ServiceName> waiting = proxy.waitingServices();
        List<ServiceView> applied = unreported.values().stream()
                .filter(view -> !waiting.contains(view.name()))
                .toList();
        unreported.keySet().retainAll(waiting);
        return applied;
    }
}
