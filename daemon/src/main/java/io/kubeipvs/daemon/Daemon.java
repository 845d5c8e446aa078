package io.kubeipvs.daemon;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubeipvs.core.apply.Cadence;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.Source;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.api.ApiClients;
import io.kubeipvs.daemon.k8s.api.ApiSource;
import io.kubeipvs.daemon.k8s.api.ApiTimings;
import io.kubeipvs.daemon.k8s.manifests.ManifestSource;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.NodeAddresses;
import io.kubeipvs.daemon.metrics.MetricsServer;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.node.NodeName;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.sync.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running proxy: the parts in the order in which they start, and end in the reverse. */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final Config config;
    private final Trigger trigger = new Trigger();
    private final ChangeTracker tracker = new ChangeTracker(trigger::poke);
    private final RejectedObjects rejected = new RejectedObjects();
    private final ProxyMetrics metrics = new ProxyMetrics(rejected);
    private final NetlinkKernel kernel = new NetlinkKernel();
    private final SyncLoop loop;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<ConfigWatch> configWatch = Optional.empty();

    Daemon(Config config) {
        this.config = config;
        Reconciler reconciler = new Reconciler(config.settings());
        Cadence cadence = new Cadence(config.syncPeriod());
        this.loop = new SyncLoop(
                new SyncLoop.Parts(tracker, reconciler, kernel, trigger, cadence), InstantSource.system(), metrics);
    }

    /**
     * While running, what can change follows this file. To be said before {@link #run}.
     *
     * @param flags what holds where the file is silent
     */
    void follow(Path configFile, Config flags) {
        configWatch = Optional.of(new ConfigWatch(configFile, flags, config, loop::changeSettings));
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
                Source source = openSource(node);
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
        Receivers receivers = new Receivers(tracker, node);
        try {
            if (config.manifests().isPresent()) {
                return new ManifestSource(config.manifests().get(), receivers, rejected);
            }
            KubernetesClient client = ApiClients.open(config.kubeconfig(), Version.text());
            return new ApiSource(client, receivers, rejected, metrics, ApiTimings.DEFAULT);
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
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
