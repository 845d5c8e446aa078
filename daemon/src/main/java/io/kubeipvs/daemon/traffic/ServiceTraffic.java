package io.kubeipvs.daemon.traffic;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ServiceMetrics;
import io.kubeipvs.daemon.traffic.TrafficPage.Port;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the traffic of Services while a user wants it, on a thread and a socket of its own: one dump of the kernel's virtual
 * servers at a time, and one of the real servers of each virtual server that is on the page. At most once in 15 s, and not
 * while no client reads the metrics.
 */
public final class ServiceTraffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceTraffic.class);

    /** As long as Prometheus' shortest usual interval: a page is at most so old. */
    private static final Duration PERIOD = Duration.ofSeconds(15);

    private final Supplier<Config> config;
    private final Supplier<List<ServiceView>> services;
    private final Supplier<NodeView> node;
    private final KernelTraffic kernel;
    private final TrafficTotals totals = new TrafficTotals();
    private Optional<Worker> worker = Optional.empty();
    private volatile TrafficPage page = TrafficPage.NONE;
    private volatile boolean isWanted = true;
    private volatile Optional<Problem> problem = Optional.empty();

    /** @param config in force, at each reading; so are the Services and the node */
    public ServiceTraffic(Supplier<Config> config, Supplier<List<ServiceView>> services, Supplier<NodeView> node) {
        this(config, services, node, KernelTraffic.IPVS);
    }

    ServiceTraffic(
            Supplier<Config> config,
            Supplier<List<ServiceView>> services,
            Supplier<NodeView> node,
            KernelTraffic kernel) {
        this.config = config;
        this.services = services;
        this.node = node;
        this.kernel = kernel;
    }

    /** Reads from now on. */
    public ServiceTraffic start(Workers workers) {
        worker = Optional.of(workers.start("service-traffic", this::readOn));
        return this;
    }

    private void readOn() throws InterruptedException {
        while (true) {
            readIfWanted();
            Thread.sleep(PERIOD.toMillis());
        }
    }

    void readIfWanted() {
        ServiceMetrics metrics = config.get().serving().services();
        if (!metrics.enabled()) {
            totals.clear();
            page = TrafficPage.NONE;
            problem = Optional.empty();
        } else if (isWanted) {
            isWanted = false;
            read(metrics);
        }
    }

    private void read(ServiceMetrics metrics) {
        List<ServiceView> chosen = services.get().stream()
                .filter(service -> metrics.has(service.name().namespace()))
                .toList();
        try {
            Map<String, Port> owners =
                    ServicePorts.of(chosen, node.get(), config.get().settings());
            totals.add(owners, kernel.totals());
            page = withActive(totals.page(metrics.limit()), owners);
            problem = Optional.empty();
        } catch (KernelUnavailableException e) {
            if (problem.isEmpty()) {
                LOG.warn(
                        "service_traffic_not_read_will_retry cause=\"{}\"",
                        e.problem().cause());
            }
            problem = Optional.of(e.problem());
        }
    }

    /** Only of the ports on the page, because their real servers have to be read. */
    private TrafficPage withActive(TrafficPage page, Map<String, Port> owners) {
        Map<String, Port> shown = new HashMap<>(owners);
        shown.values().retainAll(page.ports().keySet());
        Map<Port, Long> active = new HashMap<>();
        kernel.activeConnections(shown.keySet())
                .forEach((server, connections) -> active.merge(shown.get(server), connections, Long::sum));
        return page.withActive(active);
    }

    /** The last reading. A client reads it, so there will be another one. Safe to call from any thread. */
    public TrafficPage page() {
        isWanted = true;
        return page;
    }

    @Override
    public void close() {
        worker.ifPresent(Worker::close);
    }
}
