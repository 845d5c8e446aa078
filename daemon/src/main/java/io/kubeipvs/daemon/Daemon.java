package io.kubeipvs.daemon;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubeipvs.core.apply.Cadence;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.config.SettingsInForce;
import io.kubeipvs.daemon.events.EventQueue;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.events.SyncEvents;
import io.kubeipvs.daemon.health.HealthChecks;
import io.kubeipvs.daemon.health.ProxyHealth;
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
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.NodeAddresses;
import io.kubeipvs.daemon.kernel.sysctl.StrictArp;
import io.kubeipvs.daemon.metrics.MetricsServer;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.node.BridgeNetfilter;
import io.kubeipvs.daemon.node.NodeName;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncListeners;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.sync.Trigger;
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

    private final Config config;
    private final Trigger trigger = new Trigger();
    private final ProxyHealth health;
    private final ChangeTracker tracker = new ChangeTracker(this::poke);
    private final RejectedObjects rejected = new RejectedObjects();
    private final ProxyMetrics metrics = new ProxyMetrics(rejected);
    private final NetlinkKernel kernel = new NetlinkKernel();
    private final StrictArp strictArp = new StrictArp();
    private final Optional<EventQueue> eventQueue;
    private final EventRecorder events;
    private final HealthChecks healthChecks;
    private final SyncLoop loop;
    private final SettingsInForce settings;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<ConfigWatch> configWatch = Optional.empty();

    Daemon(Config config) {
        this.config = config;
        this.health = new ProxyHealth(InstantSource.system(), config.syncPeriod());
        this.eventQueue =
                config.manifests().isPresent() ? Optional.empty() : Optional.of(new EventQueue(InstantSource.system()));
        this.events = eventQueue.isPresent() ? eventQueue.get() : EventRecorder.NONE;
        this.healthChecks = new HealthChecks(
                config.settings().nodePortAddresses()::of, health::isHealthy, events, HEALTH_CHECK_RETRY);
        Reconciler reconciler = new Reconciler(config.settings());
        Cadence cadence = new Cadence(config.syncPeriod());
        SyncListener listeners = new SyncListeners(List.of(metrics, health, healthChecks, new SyncEvents(events)));
        this.loop = new SyncLoop(
                new SyncLoop.Parts(tracker, reconciler, kernel, trigger, cadence), InstantSource.system(), listeners);
        this.settings = new SettingsInForce(config.settings(), this::changeSettings);
    }

    private void poke() {
        health.queued();
        trigger.poke();
    }

    private void changeSettings(Settings changed) {
        healthChecks.changeAddresses(changed.nodePortAddresses()::of);
        loop.changeSettings(changed);
    }

    /**
     * While running, what can change follows this file. To be said before {@link #run}.
     *
     * @param flags what holds where the file is silent
     */
    void follow(Path configFile, Config flags) {
        configWatch = Optional.of(new ConfigWatch(configFile, flags, config, new ConfigWatch.Listener() {
            @Override
            public void changed(Config next) {
                settings.change(next.settings());
                strictArp.set(next.strictArp());
            }

            @Override
            public void rejected(String problem) {
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
        ThisNode node = new ThisNode(nodeName(), loop::changeNode);
        try (kernel;
                MetricsServer http = startMetrics();
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
                    config.syncPeriod().toSeconds(),
                    sourceName(),
                    http.address());
            events.record(new Report(
                    Subject.THIS_NODE, Report.Reason.STARTING, "kube-ipvs " + Version.text() + " serves this node"));
            prepareNode();
            source.start();
            configWatch.ifPresent(ConfigWatch::start);
            loop.run();
            LOG.info("stopped kernel_state=kept");
        } finally {
            ended.countDown();
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
            return NodeName.of(config.nodeName(), System.getenv());
        } catch (IOException e) {
            throw new StartException("the host's name cannot be read: " + e.getMessage() + "; give --node-name", e);
        }
    }

    private MetricsServer startMetrics() throws StartException {
        try {
            return MetricsServer.start(config.metricsAddress().socketAddress(), metrics::scrape);
        } catch (IOException e) {
            throw new StartException(
                    "--metrics-bind-address " + config.metricsAddress() + ": " + e.getMessage()
                            + "; give an address and port of this host that is free",
                    e);
        }
    }

    private Source openSource(ThisNode node) throws StartException {
        ServiceRanges ranges = new ServiceRanges(settings::setClusterRanges);
        Receivers receivers = new Receivers(tracker, node, ranges);
        try {
            if (config.manifests().isPresent()) {
                return new ManifestSource(config.manifests().get(), receivers, rejected);
            }
            KubernetesClient client = ApiClients.open(config.kubeconfig(), Version.text());
            eventQueue.ifPresent(queue -> queue.start(new ApiEvents(client, node.name())));
            return new ApiSource(client, receivers, rejected, metrics, ApiTimings.DEFAULT);
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private void prepareNode() {
        strictArp.set(config.strictArp());
        try {
            new BridgeNetfilter(Path.of("/")).problem().ifPresent(LOG::warn);
        } catch (IOException e) {
            LOG.debug("bridges cannot be read", e);
        }
    }

    private String sourceName() {
        return config.manifests()
                .map(Path::toString)
                .or(() -> config.kubeconfig().map(Path::toString))
                .orElse("in-cluster");
    }

    /** Better no start, in one line, than a proxy that cannot do its work. */
    private void checkKernel(NodeAddresses addresses) throws StartException {
        try {
            kernel.observe();
            addresses.start();
        } catch (KernelUnavailableException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
