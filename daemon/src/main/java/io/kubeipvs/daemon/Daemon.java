package io.kubeipvs.daemon;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigInForce;
import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.config.Configz;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.events.SyncEvents;
import io.kubeipvs.daemon.health.Degraded;
import io.kubeipvs.daemon.health.HealthChecks;
import io.kubeipvs.daemon.health.HealthPages;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.health.StatusPages;
import io.kubeipvs.daemon.inspect.Answers;
import io.kubeipvs.daemon.inspect.InspectServer;
import io.kubeipvs.daemon.inspect.NamesSource;
import io.kubeipvs.daemon.inspect.ProcessTexts;
import io.kubeipvs.daemon.inspect.RoundMemory;
import io.kubeipvs.daemon.inspect.StatusSource;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.NetlinkReader;
import io.kubeipvs.daemon.kernel.NodeLock;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.kernel.filter.FilterReading;
import io.kubeipvs.daemon.kernel.links.NodeAddresses;
import io.kubeipvs.daemon.kernel.links.NodeListeners;
import io.kubeipvs.daemon.kernel.settings.KernelSettings;
import io.kubeipvs.daemon.kernel.takeover.OtherPath;
import io.kubeipvs.daemon.kernel.takeover.Takeover;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.daemon.kernel.watch.TableWatch;
import io.kubeipvs.daemon.kernel.watch.VipLinkWatch;
import io.kubeipvs.daemon.logging.Logging;
import io.kubeipvs.daemon.metrics.MetricsPages;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.servercheck.ServerChecks;
import io.kubeipvs.daemon.state.DrainTimes;
import io.kubeipvs.daemon.state.StateMemory;
import io.kubeipvs.daemon.statuspage.StatusPage;
import io.kubeipvs.daemon.sync.AuditReader;
import io.kubeipvs.daemon.sync.ConfigSource;
import io.kubeipvs.daemon.sync.ForeignChanges;
import io.kubeipvs.daemon.sync.SourcePortWatch;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.sync.Trigger;
import io.kubeipvs.daemon.traffic.ServiceTraffic;
import io.kubeipvs.daemon.work.Beside;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running proxy: its parts, in the order in which they start; they end in the reverse order. */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Duration HEALTH_CHECK_RETRY = Duration.ofSeconds(10);

    private final InstantSource clock = InstantSource.system();
    private final MonotonicClock monotonic = MonotonicClock.SYSTEM;
    private final Trigger trigger = new Trigger();
    private final ChangeTracker tracker = new ChangeTracker(this::poke);
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Config config;
    private final ChosenPath path;
    private final ClusterConnection cluster;
    private final RejectedObjects rejected;
    private final ProxyMetrics metrics;
    private final Workers workers;
    private final ConfigInForce inForce;
    private final ServiceRanges ranges;
    private final ConfigWatch configWatch;
    private final NetlinkKernel kernel;
    private final TableGenerations generations = new TableGenerations();
    private final ForeignChanges foreign = new ForeignChanges(trigger::wake);
    private final AuditReader auditReader;
    private final KernelSettings kernelSettings;
    private final ProxyHealth health;
    private final Endpoints endpoints;
    private final HealthChecks healthChecks;
    private final ServerChecks serverChecks;
    private final Takeover takeover = new Takeover();
    private final Degraded degraded;
    private final StateFolder stateFolder;
    private final StateMemory memory;
    private final SyncLoop loop;
    private final RoundMemory rounds = new RoundMemory(monotonic);
    private volatile NodeView here = NodeView.UNKNOWN;

    /**
     * @param kernelSettings the kernel settings of the node, with a memory of their former values
     * @param lock of this program on the node
     * @param stateFolder for what must outlive the program
     */
    Daemon(ConfigOptions.Reading reading, KernelSettings kernelSettings, NodeLock lock, StateFolder stateFolder) {
        this.cluster = new ClusterConnection(reading.config().source());
        this.rejected = new RejectedObjects(cluster.events());
        Beside<ProxyMetrics> meters =
                Beside.make("ahead-metrics", () -> new ProxyMetrics(rejected, tracker::counts, clock, Version.build()));
        this.path = ChosenPath.tried(reading.config());
        this.config = path.in(reading.config());
        this.metrics = meters.get();
        this.workers = new Workers(metrics.workers(), Workers.Timing.DEFAULT, trigger::close);
        lock.answer(workers);
        this.endpoints = new Endpoints(workers);
        this.inForce = new ConfigInForce(reading.content(), config);
        this.ranges = new ServiceRanges(inForce::setClusterRanges);
        ReloadReports reloads = new ReloadReports(metrics, cluster.events());
        reloads.warnings(reading.content().warnings());
        this.configWatch = new ConfigWatch(reading.files(), reading.flags(), inForce, reloads);
        this.kernelSettings = kernelSettings;
        kernelSettings.want(config.tuning());
        this.kernel = new NetlinkKernel(kernelSettings::enforce, config.tuning().filter(), metrics.doors(), workers);
        this.auditReader = new AuditReader(reader(), trigger::wake);
        this.health =
                new ProxyHealth(clock, monotonic, () -> inForce.current().pace().syncPeriod());
        this.healthChecks = healthChecks();
        this.serverChecks =
                new ServerChecks(() -> inForce.current().pace().checksPerSecond(), monotonic, metrics.serverChecks());
        this.stateFolder = stateFolder;
        DrainTimes drainTimes = new DrainTimes(stateFolder.folder());
        this.memory = new StateMemory(drainTimes);
        this.loop = syncLoop(drainTimes);
        if (config.tuning().filter().dataPath().isIpvs()) {
            inForce.subscribe("scheduler", new SchedulerCheck(config));
        }
        this.degraded = degraded(reloads, lock);
        metrics.show(degraded);
        metrics.show(path.path());
        inForce.subscribe("log", next -> Logging.setVerbose(next.verbosity() > 0));
        inForce.subscribe("health checks", next -> healthChecks.addressesChanged());
        inForce.subscribe("sync", next -> trigger.poke());
    }

    private HealthChecks healthChecks() {
        HealthChecks.Serving checks = new HealthChecks.Serving(
                endpoints.probes(),
                node -> inForce.current().settings().nodePortAddresses().of(node),
                health::isHealthy);
        return new HealthChecks(checks, cluster.events(), HEALTH_CHECK_RETRY, workers);
    }

    private NetlinkReader reader() {
        return new NetlinkReader(kernel.serversSource(), metrics.doors(), generations, this::correctTables);
    }

    private SyncLoop syncLoop(DrainTimes drainTimes) {
        SyncLoop.Audit audit = new SyncLoop.Audit(auditReader, foreign, metrics.audit());
        NodeProxy proxy =
                new NodeProxy(tracker, config.settings(), config.pace().syncPeriod());
        drainTimes.restore(proxy, monotonic.instant());
        return new SyncLoop(
                new SyncLoop.Parts(proxy, kernel, trigger, audit, memory),
                ConfigSource.of(inForce::current, ranges::isSettled),
                this::tuneNode,
                monotonic,
                List.of(
                        metrics,
                        rounds,
                        health,
                        healthChecks,
                        serverChecks,
                        new SyncEvents(cluster.events()),
                        takeover,
                        new OtherPath(kernel::removeOtherPath),
                        new SourcePortWatch(config.tuning().filter().masqueradePorts()),
                        new StartHeap()));
    }

    private Degraded degraded(ReloadReports reloads, NodeLock lock) {
        return new Degraded()
                .with(Degraded.Reason.SOURCE, cluster::failures)
                .with(Degraded.Reason.LAST_STATE, memory::inForce)
                .with(Degraded.Reason.WATCH_SILENT, cluster::silences)
                .with(Degraded.Reason.CONFIG, reloads::problems)
                .with(Degraded.Reason.KERNEL, health::kernel)
                .with(Degraded.Reason.OPERATION, health::operations)
                .with(Degraded.Reason.AUDIT, metrics.audit()::problems)
                .with(Degraded.Reason.FLOWS, kernel::problems)
                .with(Degraded.Reason.SETTING, health::settings)
                .with(Degraded.Reason.KUBE_PROXY, takeover::problems)
                .with(Degraded.Reason.PORT, () -> both(endpoints.problems(), healthChecks.problems()))
                .with(Degraded.Reason.STATE_FILE, memory::writeProblems)
                .with(Degraded.Reason.LOCK, lock::problems)
                .with(Degraded.Reason.WORKER, this::workerProblems);
    }

    private static List<Problem> both(List<Problem> some, List<Problem> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private List<Problem> workerProblems() {
        return workers.problems().stream()
                .map(cause -> new Problem(cause, "report it with the log line worker_failed; its work started again"))
                .toList();
    }

    private void poke() {
        health.queued();
        metrics.queued();
        trigger.poke();
    }

    /** Whether load balancers may send new connections to this node. */
    private boolean isEligible() {
        return here.isKnown() && !here.node().toBeDeleted();
    }

    private void changeNode(NodeView node) {
        here = node;
        loop.changeNode(node);
    }

    private void correctTables(FilterReading incorrect) {
        kernel.correctTables(incorrect);
        foreign.filter();
    }

    private void tuneNode(NodeTuning tuning) {
        kernelSettings.want(tuning);
        health.settingsEnforced(kernelSettings.enforce());
    }

    /**
     * Works on the calling thread until {@link #stop}. The kernel then keeps its state, and traffic continues.
     *
     * @throws StartException when the program cannot start
     */
    void run() throws StartException, InterruptedException {
        ThisNode node =
                new ThisNode(NodePreparation.nodeName(config), config.node().givenAddress(), this::changeNode);
        Receivers receivers =
                new Receivers(tracker, node, ranges, config.source().onlyThisNode());
        Insides insides = insides(node.name());
        try (kernel;
                TableWatch tables = new TableWatch(kernel::isOwn, generations, foreign::filter, foreign::servers);
                VipLinkWatch link = new VipLinkWatch(kernel::isOwn, foreign::vip, foreign::link);
                NodeAddresses addresses = new NodeAddresses(node::setAddresses);
                NodeListeners listeners = new NodeListeners(node::setListeners);
                StatusPage page = insides.page(() -> inForce.current().statusReaders(), clock, workers);
                InspectServer inspect = insides.socket(stateFolder.folder(), monotonic, this::addTexts);
                Endpoints http = openEndpoints(
                        page,
                        degraded.with(Degraded.Reason.INSPECT, inspect::problems)
                                .with(Degraded.Reason.KERNEL_EVENTS, () -> both(tables.problems(), link.problems()))
                                .with(Degraded.Reason.NODE, () -> both(addresses.problems(), listeners.problems())));
                HealthChecks checks = healthChecks;
                ServerChecks ofServers = serverChecks.start(workers, loop::checked);
                ServiceTraffic traffic =
                        new ServiceTraffic(inForce::current, tracker::views, () -> here).start(workers);
                ClusterConnection objects = cluster.open(receivers, rejected, metrics.requests(), metrics.watches());
                ConfigWatch watch = configWatch) {
            metrics.show(traffic::page);
            inspect.start(workers);
            NodePreparation.kernel(config, kernel);
            listeners.start(workers);
            startFollowing(addresses, tables, link);
            NodePreparation.logStart(config, path, node.name(), cluster.events());
            NodePreparation.process(config);
            objects.start(workers);
            watch.start(workers);
            work(receivers);
            requireWorkers();
            LOG.info("stopped kernel_state=kept");
        } finally {
            ended.countDown();
        }
    }

    private void work(Receivers receivers) throws InterruptedException {
        try (StateMemory kept = memory.start(
                stateFolder.keeper(config.source(), receivers, cluster.server(), clock, trigger::wake), workers)) {
            loop.run();
        }
    }

    private void requireWorkers() {
        if (!workers.lost().isEmpty()) {
            throw new IllegalStateException("these threads ended for good: " + workers.lost());
        }
    }

    /**
     * Ends {@link #run} after the current round, and waits for the end. Safe to call from any thread.
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

    private Insides insides(String node) {
        Supplier<Settings> settings = () -> inForce.current().settings();
        StatusSource status = new StatusSource(
                new StatusSource.Node(Version.text(), node, config.source().toString(), settings),
                new StatusSource.Work(loop.progress(), loop.questions(), rounds, metrics.audit()::progress),
                new StatusSource.Conditions(health, degraded, rejected),
                new StatusSource.Environment(
                        path, inForce::age, cluster::received, kernel::refusingChains, serverChecks::overview));
        NamesSource names = new NamesSource(tracker, rounds, () -> here, settings, loop.questions());
        return new Insides(status, names, loop, cluster.pods(), serverChecks);
    }

    private void addTexts(Answers answers) {
        ProcessTexts.addTo(answers, metrics::scrape, new Configz(inForce)::json);
    }

    private Endpoints openEndpoints(StatusPage page, Degraded degraded) throws StartException {
        HealthPages.Lasting lasting =
                new HealthPages.Lasting(degraded, () -> !workers.lost().isEmpty());
        HealthPages probes = new HealthPages(health, this::isEligible, clock, metrics.probes(), lasting);
        StatusPages status =
                new StatusPages(Version.text(), () -> inForce.current().settings(), health, degraded, clock);
        MetricsPages pages = new MetricsPages(path.path(), metrics::page, new Configz(inForce)::json, status::statusz);
        return endpoints.open(config.serving(), probes.pages(), page.beside(pages.pages()));
    }

    private void startFollowing(NodeAddresses addresses, TableWatch tables, VipLinkWatch link) throws StartException {
        try {
            addresses.start(workers);
            tables.start(workers);
            link.start(workers);
            auditReader.start(workers);
        } catch (KernelUnavailableException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
