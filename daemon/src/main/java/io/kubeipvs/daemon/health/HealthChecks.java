package io.kubeipvs.daemon.health;

import io.kubeipvs.core.desire.HealthCheck;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health checks of all Services, as they are after each round of the sync thread, on a thread of their own. A port
 * that is not free is reported once and tried again.
 */
public final class HealthChecks implements SyncListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
    private static final long END_SECONDS = 5;
    private static final String FIX = "end what listens there";
    private static final String NAME = "health-checks";

    private final Workers workers;
    private final ScheduledExecutorService thread;
    private final HealthCheckPorts ports;
    private final EventRecorder events;
    private final Map<ServiceName, HealthCheck> wanted = new TreeMap<>();
    private volatile Map<ServiceName, String> failing = Map.of();
    private NodeView node = NodeView.UNKNOWN;
    private final Function<NodeView, Set<Ip>> askedAddresses;

    /** The node of the last report; only for the sync thread. */
    private NodeView lastNode = NodeView.UNKNOWN;

    /**
     * How health checks are served.
     *
     * @param server answers the requests; must be closed after the health checks
     * @param addresses of the node on which they are served, at each change
     * @param healthy whether the proxy is
     */
    public record Serving(HttpServer server, Function<NodeView, Set<Ip>> addresses, BooleanSupplier healthy) {}

    /**
     * @param retry the time between two attempts to listen
     * @param workers start and supervise its thread
     */
    public HealthChecks(Serving serving, EventRecorder events, Duration retry, Workers workers) {
        this.workers = workers;
        this.thread = new ScheduledThreadPoolExecutor(1, workers.pool(NAME));
        this.askedAddresses = serving.addresses();
        this.ports = new HealthCheckPorts(serving.server(), serving.healthy());
        this.events = events;
        thread.scheduleWithFixedDelay(
                workers.guarded(NAME, this::retry), retry.toMillis(), retry.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The health checks that are not served. Safe to call from any thread. */
    public List<Problem> problems() {
        return failing.entrySet().stream()
                .map(each -> new Problem("Service " + each.getKey() + ": " + each.getValue(), FIX))
                .toList();
    }

    /** The health checks may have to be served on other addresses of the node. */
    public void addressesChanged() {
        later(this::update);
    }

    @Override
    public void roundEnded(SyncReport report) {
        if (!report.isReachable() || report.applied().isEmpty() && report.node().equals(lastNode)) {
            return;
        }
        lastNode = report.node();
        applied(report.applied(), report.node());
    }

    /** These Services changed, and the node is this one. */
    void applied(Collection<ServiceView> changed, NodeView now) {
        Map<ServiceName, Optional<HealthCheck>> checks = new HashMap<>();
        changed.forEach(view -> checks.put(view.name(), HealthCheck.of(view, now)));
        later(() -> {
            boolean isOtherNode = !now.equals(node);
            node = now;
            if (replace(checks) || isOtherNode) {
                update();
            }
        });
    }

    /** Takes these over. Returns whether that changed anything. */
    private boolean replace(Map<ServiceName, Optional<HealthCheck>> checks) {
        boolean isOther = false;
        for (Map.Entry<ServiceName, Optional<HealthCheck>> check : checks.entrySet()) {
            HealthCheck before = check.getValue().isPresent()
                    ? wanted.put(check.getKey(), check.getValue().get())
                    : wanted.remove(check.getKey());
            isOther |= !check.getValue().equals(Optional.ofNullable(before));
        }
        return isOther;
    }

    private void later(Runnable work) {
        if (!thread.isShutdown()) {
            thread.execute(workers.guarded(NAME, work));
        }
    }

    private void retry() {
        if (!failing.isEmpty()) {
            update();
        }
    }

    private void update() {
        Set<Ip> addresses = askedAddresses.apply(node);
        List<HealthCheckPorts.Failure> failures = ports.update(List.copyOf(wanted.values()), addresses);
        Map<ServiceName, String> now = new TreeMap<>();
        failures.stream()
                .sorted(Comparator.comparing(HealthCheckPorts.Failure::address))
                .collect(Collectors.groupingBy(HealthCheckPorts.Failure::check))
                .forEach((check, ofService) -> now.put(check.service(), text(check, ofService)));
        now.forEach((service, text) -> {
            if (!text.equals(failing.get(service))) {
                LOG.warn(
                        "health_check_port_not_served_will_retry object=\"Service {}\" cause=\"{}\" fix=\"{}\"",
                        service,
                        text,
                        FIX);
                events.record(new Report(Subject.of(service), Report.Reason.HEALTH_CHECK_FAILED, text + "; " + FIX));
            }
        });
        failing.keySet().stream()
                .filter(service -> !now.containsKey(service) && wanted.containsKey(service))
                .forEach(service -> LOG.info("health_check_port_served object=\"Service {}\"", service));
        failing = now;
    }

    private static String text(HealthCheck check, List<HealthCheckPorts.Failure> failures) {
        String addresses =
                failures.stream().map(failure -> failure.address().toString()).collect(Collectors.joining(", "));
        return "spec.healthCheckNodePort " + check.port() + " cannot be had on " + addresses + " of this node: "
                + failures.get(0).cause();
    }

    /** Closes the ports, and waits for that. */
    @Override
    public void close() {
        later(ports::close);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("health_checks_still_open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
