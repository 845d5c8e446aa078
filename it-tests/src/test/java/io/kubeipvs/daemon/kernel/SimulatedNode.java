package io.kubeipvs.daemon.kernel;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The program's tracker, core, audit, health and kernel adapters over a kernel in memory, on one thread with a clock of its
 * own: hours pass in no time. Only the thread that forgets flows is real.
 */
final class SimulatedNode implements AutoCloseable {
    static final Duration PERIOD = Duration.ofSeconds(10);
    /** The longest pause of retries and of the audit is 30 s; a pass begins each period, and reads in portions. */
    static final Duration ENOUGH = Duration.ofSeconds(30).plus(PERIOD.multipliedBy(2));

    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));
    private static final Duration LEAST_STEP = Duration.ofMillis(1);

    final MemoryKernel memory = new MemoryKernel();
    final FaultyTransports transports = new FaultyTransports(memory);
    private final NetlinkKernel kernel = new NetlinkKernel(
            transports, () -> Preparation.CLEAN, FilterTuning.DEFAULT, KernelObserver.NONE, Workers.unobserved());
    private final NetlinkReader reader =
            new NetlinkReader(transports, KernelObserver.NONE, new TableGenerations(), this::correct);
    final ChangeTracker tracker = new ChangeTracker(() -> {});
    private final NodeProxy proxy = new NodeProxy(tracker, Settings.DEFAULT, PERIOD);
    private Instant now = Instant.EPOCH;
    private final ProxyHealth health = new ProxyHealth(() -> now, () -> now, () -> PERIOD);
    private Optional<Problem> auditProblem = Optional.empty();
    private boolean isBegun;
    private int differences;
    private RoundReport.State state;

    /** The Services are listed, and nothing is programmed yet. */
    SimulatedNode(List<Given> services) {
        tracker.relistSlices(services.stream()
                .flatMap(given -> given.view().slices().stream())
                .toList());
        tracker.relistServices(services.stream().map(Given::spec).toList());
        proxy.changeNode(NODE);
    }

    /** A change of a Service and its slices. */
    void put(Given given) {
        given.view().slices().forEach(tracker::putSlice);
        tracker.putService(given.spec());
        health.queued();
    }

    private void correct(io.kubeipvs.daemon.kernel.filter.FilterReading incorrect) {
        kernel.correctTables(incorrect);
        proxy.auditing().suspectFilter(now);
    }

    /** Rounds and readings as they become due, until this much time has passed. */
    void run(Duration time) {
        Instant end = now.plus(time);
        if (!isBegun) {
            isBegun = true;
            health.begins();
            readFirst();
        }
        boolean isUnfinished = round();
        while (!now.isAfter(end)) {
            boolean isDifferent = read();
            if (isUnfinished || isDifferent || !proxy.next().isAfter(now)) {
                isUnfinished = round();
            }
            if (!isUnfinished) {
                Instant next = proxy.next().isBefore(proxy.auditing().nextReading())
                        ? proxy.next()
                        : proxy.auditing().nextReading();
                now = next.isAfter(now) ? next : now.plus(LEAST_STEP);
            }
        }
        now = end;
    }

    private void readFirst() {
        try {
            proxy.readFirst(kernel, now);
        } catch (KernelUnavailableException e) {
            // The first round does it, and reports why.
        }
    }

    private boolean round() {
        int changed = proxy.takeChanged().size();
        RoundReport report = proxy.round(kernel, now);
        state = report.state();
        health.roundEnded(new SyncReport(report, changed, List.of(), NODE, Duration.ZERO));
        return proxy.schedule(report, now);
    }

    private boolean read() {
        boolean isDifferent = false;
        try {
            Optional<io.kubeipvs.core.audit.Finding> finding =
                    proxy.auditing().takeReading(now).map(reading -> reading.read(reader));
            if (finding.isPresent()) {
                isDifferent = proxy.auditing().found(finding.get(), now);
                proxy.auditing().audit().spent(Duration.ofMillis(1), now);
                auditProblem = Optional.empty();
                differences += isDifferent ? 1 : 0;
            }
        } catch (KernelUnavailableException e) {
            proxy.auditing().notFound(now);
            auditProblem = Optional.of(e.problem());
        }
        return isDifferent;
    }

    /** The conditions of the kernel that the health endpoints list. */
    List<Problem> degraded() {
        List<Problem> all = new ArrayList<>(health.kernel());
        all.addAll(health.operations());
        auditProblem.ifPresent(all::add);
        all.addAll(kernel.problems());
        return all;
    }

    boolean isHealthy() {
        return health.isHealthy();
    }

    /** The objects of failed operations. */
    int pending() {
        return state.pending();
    }

    /** How often a reading found a difference so far. */
    int differences() {
        return differences;
    }

    /** All that the kernel has, read by sockets without faults. */
    KernelState content() {
        try (NetlinkKernel other = MemoryKernels.over(memory)) {
            return other.observe();
        }
    }

    @Override
    public void close() {
        transports.disarm();
        kernel.close();
        reader.close();
    }
}
