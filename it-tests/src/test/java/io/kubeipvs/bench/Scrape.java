package io.kubeipvs.bench;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.http.Http;
import io.kubeipvs.daemon.http.HttpPort;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.http.Limits;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.metrics.BuildInfo;
import io.kubeipvs.daemon.metrics.MetricsPages;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.sync.AuditReader;
import io.kubeipvs.daemon.sync.ForeignChanges;
import io.kubeipvs.daemon.sync.Memory;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.sync.Trigger;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How long a scrape of {@code /metrics} takes while so many Services with 5 endpoints each are known and programmed: the
 * program's own tracker, loop, meters and HTTP server, over a kernel in memory.
 */
final class Scrape {
    private static final int WARM_UPS = 5;
    private static final int SCRAPES = 20;
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));

    private static final Config HOURLY =
            Config.DEFAULT.with(config -> config.pace(pace -> pace.withSyncPeriod(Duration.ofHours(1))));

    private final Trigger trigger = new Trigger();
    private final ChangeTracker tracker = new ChangeTracker(trigger::poke);
    private final ProxyMetrics metrics = new ProxyMetrics(
            new RejectedObjects(EventRecorder.NONE),
            tracker::counts,
            InstantSource.system(),
            new BuildInfo("bench", "", ""));

    private Scrape() {}

    /** Argument: how many Services. */
    public static void main(String[] arguments) throws Exception {
        new Scrape().measure(Integer.parseInt(arguments[0]));
    }

    private void measure(int services) throws Exception {
        FakeKernel kernel = new FakeKernel();
        SyncLoop.Audit audit = new SyncLoop.Audit(
                new AuditReader(kernel, trigger::wake), new ForeignChanges(trigger::wake), metrics.audit());
        SyncLoop loop = new SyncLoop(
                new SyncLoop.Parts(
                        new NodeProxy(tracker, Settings.DEFAULT, Duration.ofHours(1)),
                        kernel,
                        trigger,
                        audit,
                        Memory.NONE),
                () -> HOURLY,
                tuning -> {},
                MonotonicClock.SYSTEM,
                List.of(metrics));
        Thread thread = new Thread(() -> run(loop), "sync");
        thread.start();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        MetricsPages pages = new MetricsPages(DataPath.IPVS, metrics::page, () -> "", () -> "");
        try (HttpServer server = new HttpServer("bench", Limits.PAGES, Workers.unobserved());
                HttpPort port = server.listen(any, pages.pages())) {
            list(services);
            loop.changeNode(NODE);
            awaitVirtualServers(port.address(), services);
            print(services, port.address());
        } finally {
            trigger.close();
            thread.join();
        }
    }

    private static void run(SyncLoop loop) {
        try {
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list(int services) {
        List<ServiceSpec> specs = new ArrayList<>();
        List<SliceSpec> slices = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            String low = "." + i / 250 + "." + (i % 250 + 1);
            Given given = Given.service("web-" + i, "10.96" + low)
                    .endpoints("10.1" + low, "10.2" + low, "10.3" + low, "10.4" + low, "10.5" + low);
            specs.add(given.spec());
            slices.addAll(given.view().slices());
        }
        tracker.relistSlices(slices);
        tracker.relistServices(specs);
    }

    private static void awaitVirtualServers(InetSocketAddress server, int services) throws Exception {
        String wanted = "\nkubeipvs_virtual_servers " + services + ".0\n";
        while (!Http.get(server, "/metrics").body().contains(wanted)) {
            Thread.sleep(500);
        }
    }

    private static void print(int services, InetSocketAddress server) throws Exception {
        long[] micros = new long[SCRAPES];
        String page = "";
        for (int i = -WARM_UPS; i < SCRAPES; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = Http.get(server, "/metrics", "Accept", OPEN_METRICS);
            if (i >= 0) {
                micros[i] = (System.nanoTime() - start) / 1000;
            }
            page = answer.body();
        }
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "%nscrape, %d Services, no kernel, Java %s%n  %d bytes, %d series; ms: median %.1f, least %.1f, most"
                        + " %.1f%n",
                services,
                System.getProperty("java.vm.version"),
                page.length(),
                page.lines().filter(line -> !line.startsWith("#")).count(),
                (micros[SCRAPES / 2 - 1] + micros[SCRAPES / 2]) / 2000.0,
                micros[0] / 1000.0,
                micros[SCRAPES - 1] / 1000.0);
    }
}
