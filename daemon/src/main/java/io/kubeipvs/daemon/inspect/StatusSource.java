package io.kubeipvs.daemon.inspect;

import io.kubeipvs.core.apply.Inspection;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.desire.IgnoredOption;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.daemon.health.Degraded;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.kernel.filter.RefusingChain;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import io.kubeipvs.daemon.sync.AuditObserver;
import io.kubeipvs.daemon.sync.Progress;
import io.kubeipvs.daemon.sync.ProgressBoard;
import io.kubeipvs.daemon.sync.Questions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the status. Nearly all of it is read without any lock, so it is answered while the sync thread hangs; what only that
 * thread knows is omitted then. Safe for use by many threads.
 */
public final class StatusSource implements Answers.Source {
    /** For what only the sync thread knows. The whole answer comes within a second. */
    private static final Duration LIMIT = Duration.ofMillis(500);

    /** A sync thread that has had the same work for longer is a problem. */
    private static final Duration HANGS = Duration.ofSeconds(30);

    private final Node node;
    private final Work work;
    private final Conditions conditions;
    private final Environment environment;

    /**
     * The constant facts and the settings.
     *
     * @param version of the program
     * @param name of the node
     * @param source of the Services
     * @param settings in force, at each question
     */
    public record Node(String version, String name, String source, Supplier<Settings> settings) {}

    /** The work of the sync thread and of the audit. */
    public record Work(
            ProgressBoard progress, Questions questions, RoundMemory rounds, Supplier<AuditObserver.Progress> audit) {}

    /** The conditions of the program and of objects. */
    public record Conditions(ProxyHealth health, Degraded degraded, RejectedObjects rejected) {}

    /**
     * The things that the program depends on.
     *
     * @param path the data path
     * @param configAge how long the configuration has been in force
     * @param received how long ago something was received of each kind of objects
     * @param chains of other programs that may drop packets of Services
     * @param checks the health checks of endpoints
     */
    public record Environment(
            ChosenPath path,
            Supplier<Duration> configAge,
            Supplier<Map<String, Duration>> received,
            Supplier<? extends Collection<RefusingChain>> chains,
            Supplier<CheckOverview> checks) {}

    public StatusSource(Node node, Work work, Conditions conditions, Environment environment) {
        this.node = node;
        this.work = work;
        this.conditions = conditions;
        this.environment = environment;
    }

    @Override
    public StatusDocument answer(Question question) throws InterruptedException {
        Optional<Inspection.Overview> overview = overview();
        RoundMemory.Snapshot rounds = work.rounds().now();
        List<StatusDocument.Condition> problems = problems();
        boolean isReady = conditions.health().isReady();
        return new StatusDocument(
                state(isReady, !problems.isEmpty() || !conditions.health().isHealthy()),
                isReady,
                program(),
                sync(rounds),
                kernel(rounds, overview),
                problems,
                refused(rounds, overview),
                environment());
    }

    private StatusDocument.Environment environment() {
        Map<String, Long> received = new TreeMap<>();
        environment.received().get().forEach((kind, ago) -> received.put(kind, ago.toSeconds()));
        return new StatusDocument.Environment(
                environment.path().path().text(),
                environment
                        .path()
                        .withoutIpvs()
                        .map(problem -> new StatusDocument.Fixable(problem.cause(), problem.fix())),
                environment.configAge().get().toSeconds(),
                received,
                environment.chains().get().stream()
                        .map(chain -> new StatusDocument.DroppingChain(chain.toString(), chain.fix()))
                        .toList(),
                environment.checks().get());
    }

    private Optional<Inspection.Overview> overview() throws InterruptedException {
        try {
            return Optional.of(work.questions().ask(proxy -> proxy.inspection().overview(), LIMIT));
        } catch (Questions.BusyException busy) {
            return Optional.empty();
        }
    }

    private static StatusDocument.State state(boolean isReady, boolean isDegraded) {
        if (isDegraded) {
            return StatusDocument.State.DEGRADED;
        }
        return isReady ? StatusDocument.State.HEALTHY : StatusDocument.State.STARTING;
    }

    private StatusDocument.Program program() {
        return new StatusDocument.Program(
                node.version(),
                node.name(),
                ThisProcess.uptime().toSeconds(),
                ThisProcess.platform(),
                node.source(),
                ThisProcess.memory());
    }

    private StatusDocument.Sync sync(RoundMemory.Snapshot rounds) {
        ProgressBoard board = work.progress();
        Progress now = board.now();
        Optional<StatusDocument.Round> last = now.lastRound()
                .map(round -> new StatusDocument.Round(
                        board.since(round.ended()).toSeconds(),
                        round.operations(),
                        round.millis(),
                        round.isComplete()));
        AuditObserver.Progress audit = work.audit().get();
        long oldest = audit.checkedSince().equals(Instant.MAX)
                ? -1
                : board.since(audit.checkedSince()).toSeconds();
        return new StatusDocument.Sync(
                now.inWords(),
                board.lasts().toSeconds(),
                new StatusDocument.Services(
                        now.services().done(), now.services().of()),
                last,
                new StatusDocument.Audit(oldest, audit.passes(), audit.failures(), rounds.drift()));
    }

    private StatusDocument.Kernel kernel(RoundMemory.Snapshot rounds, Optional<Inspection.Overview> overview) {
        RoundReport.State state = rounds.state().orElse(new RoundReport.State(0, 0, 0, 0, 0, Map.of(), 0, false));
        return new StatusDocument.Kernel(
                state.virtualServers(),
                state.realServers(),
                state.draining(),
                state.pending(),
                state.waiting(),
                node.settings().get().scheduler().kernelName(),
                overview.map(this::overview));
    }

    private StatusDocument.Overview overview(Inspection.Overview overview) {
        return new StatusDocument.Overview(
                overview.vips(),
                overview.foreignCount(),
                overview.foreign().stream().map(VirtualServer.Key::toString).toList(),
                overview.firstDrain()
                        .map(first -> work.progress().since(first).toSeconds())
                        .orElse(-1L),
                node.settings().get().drainTimeout().toSeconds());
    }

    private List<StatusDocument.Condition> problems() {
        List<StatusDocument.Condition> problems = new ArrayList<>();
        for (Degraded.Reason reason : Degraded.Reason.values()) {
            conditions.degraded().of(reason).forEach(problem -> problems.add(condition(reason.label(), problem)));
        }
        Progress now = work.progress().now();
        Duration lasts = work.progress().lasts();
        if (!now.isIdle() && lasts.compareTo(HANGS) > 0) {
            problems.add(condition(
                    "sync_thread",
                    new Problem(
                            "the sync thread has been at the same work for " + lasts.toSeconds() + " s: "
                                    + now.inWords(),
                            "wait if the kernel is slow (dmesg shows why); else restart kube-ipvs, which keeps the"
                                    + " kernel's state")));
        }
        return problems;
    }

    private static StatusDocument.Condition condition(String reason, Problem problem) {
        return new StatusDocument.Condition(reason, problem.cause(), problem.fix());
    }

    private StatusDocument.Refused refused(RoundMemory.Snapshot rounds, Optional<Inspection.Overview> overview) {
        return new StatusDocument.Refused(
                rounds.failures().stream().map(this::operation).toList(),
                overview.map(now -> addresses(now.notes().refused())).orElse(List.of()),
                Stream.concat(
                                conditions.rejected().all().stream()
                                        .map(object -> new StatusDocument.Rejected(
                                                object.object(), object.cause(), object.elements())),
                                overview.stream()
                                        .flatMap(
                                                now -> withoutEffect(now.notes().ignored())))
                        .toList());
    }

    private static Stream<StatusDocument.Rejected> withoutEffect(Map<ServiceName, List<IgnoredOption>> ignored) {
        return ignored.entrySet().stream()
                .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
                .map(service -> new StatusDocument.Rejected(
                        "Service " + service.getKey(),
                        service.getValue().stream().map(IgnoredOption::toString).collect(Collectors.joining("; ")),
                        service.getValue().size()));
    }

    private StatusDocument.Operation operation(RoundMemory.Failure failure) {
        return new StatusDocument.Operation(
                failure.operation(),
                failure.problem().cause(),
                failure.problem().fix(),
                failure.attempts(),
                work.progress().since(failure.first()).toSeconds());
    }

    private static List<StatusDocument.Address> addresses(Map<ServiceName, List<RefusedAddress>> refused) {
        return refused.entrySet().stream()
                .flatMap(service -> addresses(service.getKey(), service.getValue()))
                .sorted((a, b) -> (a.service() + a.cause()).compareTo(b.service() + b.cause()))
                .toList();
    }

    private static Stream<StatusDocument.Address> addresses(ServiceName service, List<RefusedAddress> refused) {
        return refused.stream().map(address -> new StatusDocument.Address(service.toString(), address.toString()));
    }
}
