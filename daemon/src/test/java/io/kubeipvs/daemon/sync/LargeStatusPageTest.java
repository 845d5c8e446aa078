package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.config.StatusReaders;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.health.Degraded;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.http.Http;
import io.kubeipvs.daemon.http.HttpPort;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.http.Limits;
import io.kubeipvs.daemon.inspect.NamesSource;
import io.kubeipvs.daemon.inspect.RoundMemory;
import io.kubeipvs.daemon.inspect.StatusSource;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import io.kubeipvs.daemon.statuspage.ProgramSources;
import io.kubeipvs.daemon.statuspage.StatusPage;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The page {@code /status} with the program's own sync thread, tracker and sources. */
class LargeStatusPageTest extends SyncLoopHarness {
    private static final ChosenPath IPVS = new ChosenPath(DataPath.IPVS, Optional.empty());
    private static final int SERVICES = 20_000;
    private static final IpvsTable.Traffic IDLE = new IpvsTable.Traffic(0, 0, 0, 0);

    private final RoundMemory rounds = new RoundMemory(MonotonicClock.SYSTEM);
    private final ProxyHealth health =
            new ProxyHealth(InstantSource.system(), MonotonicClock.SYSTEM, () -> Duration.ofHours(1));
    private final CountDownLatch free = new CountDownLatch(1);
    private volatile boolean isHanging;

    @Override
    List<SyncListener> listeners() {
        return List.of(this::record, rounds, health);
    }

    /** The kernel in memory, with the reader of the page. */
    private final class KernelInMemory implements VirtualServers {
        private final Map<String, VirtualServer.Key> keys = new LinkedHashMap<>();

        KernelInMemory() {
            if (isHanging) {
                return; // the sync thread holds it
            }
            synchronized (kernel) {
                kernel.virtualServers().keySet().forEach(key -> keys.put(key.toString(), key));
            }
        }

        @Override
        public List<IpvsTable.Server> virtualServers() {
            return keys.values().stream()
                    .map(key -> new IpvsTable.Server(
                            key.toString(), "TCP", key.vip().toString(), key.port(), "rr", IDLE, null))
                    .toList();
        }

        @Override
        public List<IpvsTable.RealServer> realServers(IpvsTable.Server server) {
            synchronized (kernel) {
                return kernel.realServers(keys.get(server.key())).values().stream()
                        .map(each -> new IpvsTable.RealServer(each.key().toString(), each.weight(), 1, 0, IDLE))
                        .toList();
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private StatusPage page() {
        StatusSource status = new StatusSource(
                new StatusSource.Node("1.2.3", "n1", "a folder", () -> Settings.DEFAULT),
                new StatusSource.Work(
                        loop.progress(),
                        loop.questions(),
                        rounds,
                        () -> new AuditObserver.Progress(Instant.MAX, 0, 0, Optional.empty())),
                new StatusSource.Conditions(health, new Degraded(), new RejectedObjects(EventRecorder.NONE)),
                new StatusSource.Environment(
                        IPVS, () -> Duration.ofHours(3), Map::of, List::of, () -> CheckOverview.NONE));
        NamesSource names = new NamesSource(tracker, rounds, () -> NODE, () -> Settings.DEFAULT, loop.questions());
        return new StatusPage(
                new ProgramSources(status, names, loop.questions(), loop.progress(), KernelInMemory::new),
                () -> StatusReaders.DEFAULT,
                InstantSource.system(),
                Workers.unobserved());
    }

    private interface Use {
        void of(HttpPort port) throws Exception;
    }

    private void serve(Use use) throws Exception {
        try (StatusPage page = page();
                HttpServer server = new HttpServer("test", Limits.PAGES, Workers.unobserved());
                HttpPort port = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), page)) {
            use.of(port);
        }
    }

    private static String get(HttpPort port, String query) throws Exception {
        long begin = System.nanoTime();
        String page = Http.get(port.address(), "/status" + query).body();
        System.out.println("status page" + query + ": " + page.length() / 1000 + " kB in "
                + (System.nanoTime() - begin) / 1_000_000 + " ms");
        return page;
    }

    @Test
    void twentyThousandServicesHavePages() throws Exception {
        start(kernel, Duration.ofHours(1));
        List<ServiceSpec> services = new ArrayList<>();
        List<SliceSpec> slices = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            String low = "." + i / 250 + "." + (i % 250 + 1);
            Given given = Given.service("web-" + i, "10.96" + low).endpoints("10.1" + low, "10.2" + low, "10.3" + low);
            services.add(given.spec());
            slices.addAll(given.view().slices());
        }
        loop.changeNode(NODE);
        tracker.relistSlices(slices);
        tracker.relistServices(services);
        serve(port -> {
            Await.until("all Services in the kernel", Duration.ofMinutes(2), health::isReady, () -> rounds.now());
            assertThat(get(port, "")).contains("1 to 50 of 20,000 virtual servers", "Page 1 of 400");
            assertThat(get(port, "?page=400")).contains("19,951 to 20,000 of 20,000 virtual servers");
            assertThat(get(port, "?q=web-19999")).contains("default/web-19999", "10.1.79.250:80");
            assertThat(get(port, "?sort=rate&servers=no")).contains("the most new connections first");
        });
    }

    @Test
    void aHangingSyncThreadIsShown() throws Exception {
        kernel.setFault(op -> {
            isHanging = true;
            awaitFree();
            return null;
        });
        start(kernel, Duration.ofHours(1));
        list(web());
        Await.until(() -> assertThat(isHanging).isTrue());
        try {
            serve(port -> assertThat(get(port, ""))
                    .contains(
                            "Starting",
                            "Refused addresses and drains are not listed: the sync thread is busy for",
                            "default/web"));
        } finally {
            free.countDown();
        }
    }

    private void awaitFree() {
        try {
            free.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDrainIsShownWithItsTime() throws Exception {
        start(kernel, Duration.ofHours(1));
        RealServer.Key other = new RealServer.Key(Ip.parse("10.36.0.2"), 8080);
        list(web());
        tracker.putSlice(slice(POD, other));
        Await.until(() -> {
            synchronized (kernel) {
                assertThat(kernel.realServers(WEB)).containsKey(other);
                kernel.connect(new Connection(WEB, other));
            }
        });
        tracker.putSlice(slice(POD));
        serve(port -> Await.until(() -> assertThat(get(port, "?show=draining"))
                .contains("default/web", "1 of 1 ready, 1 draining")
                .containsPattern("draining [0-9]+s of 1h")));
    }
}
