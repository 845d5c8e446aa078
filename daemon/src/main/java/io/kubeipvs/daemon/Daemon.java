package io.kubeipvs.daemon;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubeipvs.core.apply.Cadence;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.ConfigInForce;
import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.config.Configz;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.events.EventQueue;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.events.SyncEvents;
import io.kubeipvs.daemon.health.HealthChecks;
import io.kubeipvs.daemon.health.HealthPages;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.http.PatientServer;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.k8s.Source;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.api.ApiClients;
import io.kubeipvs.daemon.k8s.api.ApiEvents;
import io.kubeipvs.daemon.k8s.api.ApiSource;
import io.kubeipvs.daemon.k8s.api.ApiTimings;
import io.kubeipvs.daemon.k8s.manifests.ManifestSource;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.links.NodeAddresses;
import io.kubeipvs.daemon.kernel.settings.NodeSettings;
import io.kubeipvs.daemon.kernel.settings.NodeTuner;
import io.kubeipvs.daemon.kernel.settings.StrictArp;
import io.kubeipvs.daemon.kernel.takeover.Takeover;
import io.kubeipvs.daemon.metrics.MetricsServer;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.node.BridgeNetfilter;
import io.kubeipvs.daemon.node.NodeName;
import io.kubeipvs.daemon.node.OomScore;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncListeners;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.sync.Trigger;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running proxy: the parts in the order in which they start, and end in the reverse. */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private static final Duration HEALTH_CHECK_RETRY = Duration.ofSeconds(10);
    private static final Duration HEALTHZ_RETRY = Duration.ofSeconds(5);

    private final Config config;
    private final Configz configz;
    private final Trigger trigger = new Trigger();
    private final ProxyHealth health;
    private final ChangeTracker tracker = new ChangeTracker(this::poke);
    private final RejectedObjects rejected = new RejectedObjects();
    private final ProxyMetrics metrics =
            new ProxyMetrics(rejected, tracker::counts, InstantSource.system(), Version.text());
    private final Workers workers = new Workers(metrics.workers(), Workers.Timing.DEFAULT, trigger::close);
    private final NetlinkKernel kernel;
    private final StrictArp strictArp;
    private final NodeTuner tuner;
    private final Optional<EventQueue> eventQueue;
    private final EventRecorder events;
    private final HealthChecks healthChecks;
    private final SyncLoop loop;
    private final ConfigInForce inForce;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean nodeEligible;
    private Optional<ConfigWatch> configWatch = Optional.empty();

    /** @param nodeSettings the kernel's, with a memory of what they were */
    Daemon(ConfigFile.Content content, NodeSettings nodeSettings) {
        this.config = content.config();
        this.inForce = new ConfigInForce(content);
        this.configz = new Configz(inForce);
        this.kernel = new NetlinkKernel(nodeSettings, metrics.doors(), workers);
        this.strictArp = new StrictArp(nodeSettings);
        this.tuner = new NodeTuner(nodeSettings);
        this.health = new ProxyHealth(
                InstantSource.system(), () -> inForce.current().pace().syncPeriod());
        this.eventQueue = config.source().manifests().isPresent()
                ? Optional.empty()
                : Optional.of(new EventQueue(InstantSource.system()));
        this.events = eventQueue.isPresent() ? eventQueue.get() : EventRecorder.NONE;
        this.healthChecks = new HealthChecks(
                node -> inForce.current().settings().nodePortAddresses().of(node),
                health::isHealthy,
                events,
                HEALTH_CHECK_RETRY,
                workers);
        Reconciler reconciler = new Reconciler(config.settings());
        Cadence cadence = new Cadence(config.pace().syncPeriod());
        SyncListener listeners =
                new SyncListeners(List.of(metrics, health, healthChecks, new SyncEvents(events), new Takeover()));
        this.loop = new SyncLoop(
                new SyncLoop.Parts(tracker, reconciler, kernel, trigger, cadence),
                inForce::current,
                this::tuneNode,
                InstantSource.system(),
                listeners);
        inForce.subscribe("log", next -> Logging.setVerbose(next.verbosity() > 0));
        inForce.subscribe("health checks", next -> healthChecks.addressesChanged());
        inForce.subscribe("sync", next -> trigger.poke());
    }

    private void poke() {
        health.queued();
        metrics.queued();
        trigger.poke();
    }

    private void changeNode(NodeView node) {
        nodeEligible = !node.node().leaving();
        loop.changeNode(node);
    }

    private void tuneNode(NodeTuning tuning) {
        strictArp.set(tuning.strictArp());
        tuner.apply(tuning);
    }

    /**
     * Leaves the kernel as {@link #run} begins with it: afterwards that needs CAP_NET_ADMIN, and to write no setting.
     *
     * @throws StartException when the kernel cannot be made so
     */
    static void prepareKernel(Config config, NodeSettings nodeSettings) throws StartException {
        NodeChecks.require(config);
        try (NetlinkKernel kernel = new NetlinkKernel(nodeSettings, KernelObserver.NONE, Workers.unobserved())) {
            kernel.prepare();
            new StrictArp(nodeSettings).set(config.tuning().strictArp());
            new NodeTuner(nodeSettings).apply(config.tuning());
            LOG.info("prepared_kernel");
        } catch (KernelUnavailableException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * While running, what can change follows these files. To be said before {@link #run}.
     *
     * @param flags what holds where the files are silent
     */
    void follow(ConfigFile files, Config flags) {
        configWatch = Optional.of(new ConfigWatch(files, flags, inForce, new ConfigWatch.Listener() {
            @Override
            public void applied() {
                metrics.configReloaded(true);
            }

            @Override
            public void rejected(String problem) {
                metrics.configReloaded(false);
                events.record(new Report(Subject.THIS_NODE, Report.Reason.CONFIG_REJECTED, problem));
            }
        }));
    }

    /**
     * Works until {@link #stop}. What is in the kernel then stays there, and traffic goes on.
     *
     * @throws StartException when it cannot begin
     */
    void run() throws StartException, InterruptedException {
        ThisNode node = new ThisNode(nodeName(), config.node().givenAddress(), this::changeNode);
        try (kernel;
                MetricsServer http = startMetrics();
                PatientServer healthz = startHealthz();
                HealthChecks checks = healthChecks;
                Source source = openSource(node);
                EventQueue queue = eventQueue.orElse(null);
                NodeAddresses addresses = new NodeAddresses(node::setAddresses);
                ConfigWatch watch = configWatch.orElse(null)) {
            checkKernel(addresses);
            LOG.info(
                    "started version={} node={} scheduler={} sync_period={}s source={} metrics={}",
                    Version.text(),
                    node.name(),
                    config.settings().scheduler().kernelName(),
                    config.pace().syncPeriod().toSeconds(),
                    config.source(),
                    http.address());
            events.record(new Report(
                    Subject.THIS_NODE, Report.Reason.STARTING, "kube-ipvs " + Version.text() + " serves this node"));
            prepareNode();
            source.start(workers);
            configWatch.ifPresent(files -> files.start(workers));
            loop.run();
            requireWorkers();
            LOG.info("stopped kernel_state=kept");
        } finally {
            ended.countDown();
        }
    }

    private void requireWorkers() {
        if (!workers.lost().isEmpty()) {
            throw new IllegalStateException("these threads ended for good: " + workers.lost());
        }
    }

    /**
     * Ends {@link #run} after the round that is under way, and waits for it. Safe to call from any thread.
     *
     * @return whether it was running
     */
    boolean stop() throws InterruptedException {
        if (ended.getCount() == 0) {
            return false;
        }
        trigger.close();
        ended.await();
        return true;
    }

    private String nodeName() throws StartException {
        try {
            return NodeName.of(config.node().name(), System.getenv());
        } catch (IOException e) {
            throw new StartException("the host's name cannot be read: " + e.getMessage() + "; give --node-name", e);
        }
    }

    private MetricsServer startMetrics() throws StartException {
        StatusPages status = new StatusPages(() -> inForce.current().settings(), health, InstantSource.system());
        MetricsServer.Content content = new MetricsServer.Content(metrics::page, configz::json, status::statusz);
        try {
            return MetricsServer.start(config.serving().metrics().socketAddress(), content);
        } catch (IOException e) {
            throw new StartException(
                    "--metrics-bind-address " + config.serving().metrics() + ": " + e.getMessage()
                            + "; give an address and port of this host that is free",
                    e);
        }
    }

    private PatientServer startHealthz() {
        HealthPages pages =
                new HealthPages(health, () -> nodeEligible, InstantSource.system(), metrics.probes(), workers);
        return new PatientServer("healthz", config.serving().healthz().socketAddress(), pages.pages())
                .start(HEALTHZ_RETRY, workers);
    }

    private Source openSource(ThisNode node) throws StartException {
        ServiceRanges ranges = new ServiceRanges(inForce::setClusterRanges);
        Receivers receivers =
                new Receivers(tracker, node, ranges, config.source().onlyThisNode());
        try {
            if (config.source().manifests().isPresent()) {
                return new ManifestSource(config.source().manifests().get(), receivers, rejected);
            }
            KubernetesClient client = ApiClients.open(config.source().kubeconfig(), Version.text(), metrics.requests());
            eventQueue.ifPresent(queue -> queue.start(new ApiEvents(client, node.name()), workers));
            return new ApiSource(client, receivers, rejected, metrics.watches(), ApiTimings.DEFAULT);
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private void prepareNode() {
        OomScore.set(Path.of("/"), config.tuning().oomScoreAdj());
        try {
            new BridgeNetfilter(Path.of("/")).problem().ifPresent(problem -> LOG.warn("{}", problem));
        } catch (IOException e) {
            LOG.debug("bridges cannot be read", e);
        }
    }

    /** Better no start, in one line, than a proxy that cannot do its work. */
    private void checkKernel(NodeAddresses addresses) throws StartException {
        NodeChecks.require(config);
        try {
            kernel.prepare();
            addresses.start(workers);
        } catch (KernelUnavailableException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
