package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Damaged Services, slices, Nodes and ServiceCIDRs among good ones, from the list to the kernel: nothing fails, and the good
 * ones are served. {@code -Dkubeipvs.fuzz.seconds=600} makes it longer, {@code -Dkubeipvs.fuzz.seed} repeats it.
 */
class ObjectFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("kubeipvs.fuzz.seconds", 3));
    private static final int LEAST = 300;
    private static final long SEED = Long.getLong("kubeipvs.fuzz.seed", System.nanoTime());

    private static final String SERVICE = """
            {"metadata":{"name":"odd","namespace":"default","uid":"u","resourceVersion":"7","labels":{"a":"b"}},
             "spec":{"type":"LoadBalancer","clusterIP":"10.96.0.7","clusterIPs":["10.96.0.7","fd00:96::7"],
              "ipFamilies":["IPv4","IPv6"],"externalIPs":["203.0.113.7"],"loadBalancerSourceRanges":["10.0.0.0/8"],
              "externalTrafficPolicy":"Local","internalTrafficPolicy":"Local","healthCheckNodePort":32000,
              "sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":60}},
              "ports":[{"name":"a","port":80,"nodePort":30080,"protocol":"TCP"},{"name":"b","port":53,"protocol":"UDP"}]},
             "status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.8","ipMode":"VIP"},{"hostname":"x.example.org"}]}}}
            """;
    private static final String SLICE = """
            {"metadata":{"name":"odd-a","namespace":"default","resourceVersion":"7",
              "labels":{"kubernetes.io/service-name":"odd"},
              "annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"2026-11-21T07:32:48Z"}},
             "addressType":"IPv4","ports":[{"name":"a","port":8080,"protocol":"TCP"},{"name":"b","port":53,"protocol":"UDP"}],
             "endpoints":[{"addresses":["10.36.0.7"],"conditions":{"ready":true,"serving":true,"terminating":false},
               "nodeName":"n2","zone":"z","hints":{"forZones":[{"name":"z"}],"forNodes":[{"name":"n2"}]}},
              {"addresses":["10.36.0.8"]}]}
            """;
    private static final String NODE = """
            {"metadata":{"name":"n2","labels":{"topology.kubernetes.io/zone":"z"}},
             "spec":{"podCIDR":"10.244.2.0/24","podCIDRs":["10.244.2.0/24"],"taints":[{"key":"k","effect":"NoSchedule"}]},
             "status":{"addresses":[{"type":"InternalIP","address":"192.168.1.3"},{"type":"Hostname","address":"n2"}]}}
            """;
    private static final String CIDR = """
            {"metadata":{"name":"more"},"spec":{"cidrs":["10.200.0.0/16","fd00:200::/112"]}}
            """;

    private static final String GOOD_SERVICE = "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\"},"
            + "\"spec\":{\"clusterIP\":\"%s\",\"ports\":[{\"port\":8088}]}}";
    private static final String GOOD_SLICE = "{\"metadata\":{\"name\":\"%s-x\",\"namespace\":\"default\","
            + "\"labels\":{\"kubernetes.io/service-name\":\"%s\"}},\"addressType\":\"IPv4\",\"ports\":[{\"port\":8080}],"
            + "\"endpoints\":[{\"addresses\":[\"%s\"]}]}";
    private static final String GOOD_NODE = "{\"metadata\":{\"name\":\"n1\"},\"status\":{\"addresses\":"
            + "[{\"type\":\"InternalIP\",\"address\":\"192.168.1.2\"}]}}";

    private final Sink sink = new Sink();
    private final List<List<Cidr>> ranges = new ArrayList<>();
    private final Random random = new Random(SEED);
    private final Mutations mutations = new Mutations(random);

    @Test
    void goodNeighboursAreServedByTheKernel() throws Exception {
        FakeKernel kernel = new FakeKernel();
        NodeProxy proxy = new NodeProxy(sink.tracker, Settings.DEFAULT, Duration.ofHours(1));
        List<Intake<?, ?>> intakes = List.of(
                new Intake<>(new ServiceKind(sink.tracker), sink),
                new Intake<>(new SliceKind(sink.tracker), sink),
                new Intake<>(new NodeKind(sink.node, Optional.empty()), sink),
                new Intake<>(new ServiceCidrKind(new ServiceRanges(ranges::add)), sink));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        long end = System.nanoTime() + TIME.toNanos();
        int unusable = 0;
        int tries = 0;
        while (tries < LEAST || System.nanoTime() < end) {
            List<List<String>> items = items();
            try {
                for (int i = 0; i < intakes.size(); i++) {
                    list(intakes.get(i), items.get(i));
                }
                sink.nodes.forEach(proxy::changeNode);
                sink.nodes.clear();
                proxy.takeChanged();
                now = now.plusSeconds(1);
                proxy.round(kernel, now);
                assertServed(kernel);
                assertThat(sink.rejected.values())
                        .allSatisfy(problem -> assertThat(problem.lines()).hasSize(1));
            } catch (Throwable e) {
                throw new AssertionError("seed " + SEED + ", objects:\n" + String.join("\n", items.toString()), e);
            }
            unusable += sink.rejected.isEmpty() ? 0 : 1;
            tries++;
        }
        assertThat(unusable).as("of %d, seed %d", tries, SEED).isBetween(1, tries - 1);
    }

    private List<List<String>> items() {
        List<String> services = new ArrayList<>(List.of(GOOD_SERVICE.formatted("first", "10.96.0.1")));
        List<String> slices = new ArrayList<>(List.of(GOOD_SLICE.formatted("first", "first", "10.36.0.1")));
        List<String> nodes = new ArrayList<>(List.of(GOOD_NODE));
        List<String> cidrs = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            services.add(mutations.of(SERVICE));
            slices.add(mutations.of(SLICE));
            nodes.add(mutations.of(NODE));
            cidrs.add(mutations.of(CIDR));
        }
        services.add(GOOD_SERVICE.formatted("last", "10.96.0.2"));
        slices.add(GOOD_SLICE.formatted("last", "last", "10.36.0.2"));
        return List.of(services, slices, nodes, cidrs);
    }

    private static void list(Intake<?, ?> intake, List<String> items) throws Exception {
        String text = "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[" + String.join(",", items) + "]}";
        Intake<?, ?>.Listing listing = intake.relist();
        try (JsonAnswer json = new JsonAnswer(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            json.page(listing::add);
        }
        listing.finish();
    }

    private static void assertServed(FakeKernel kernel) {
        for (int i = 1; i <= 2; i++) {
            VirtualServer.Key key = new VirtualServer.Key(Ip.parse("10.96.0." + i), 8088, Protocol.TCP);
            assertThat(kernel.virtualServers()).containsKey(key);
            assertThat(kernel.realServers(key)).containsKey(new RealServer.Key(Ip.parse("10.36.0." + i), 8080));
        }
    }

    @Test
    void noThreadIsLostByAWatch() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        WorkerObserver observer = new WorkerObserver() {
            @Override
            public void failed(String worker) {
                failures.incrementAndGet();
            }
        };
        Workers workers = new Workers(
                observer,
                new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)),
                () -> {});
        Config config = Config.empty();
        try (StandInApiServer server = new StandInApiServer().withoutProtobuf()) {
            config.setMasterUrl(server.url());
            try (ApiServer client = ApiServer.over(ApiClients.open(config, "0"), ApiTimings.DEFAULT);
                    Worker worker = workers.start(
                            "watch-Service",
                            new ListWatch<>(
                                    client,
                                    new ServiceKind(sink.tracker),
                                    sink,
                                    new Reachability(client.url()),
                                    sink))) {
                OpenWatch watch = server.watch("services");
                String[] types = {"ADDED", "MODIFIED", "DELETED", "BOOKMARK"};
                for (int i = 0; i < LEAST; i++) {
                    String type = types[random.nextInt(types.length)];
                    // Without a version: an older one would mean a restored database.
                    String object = mutations.of(SERVICE.replace("\"resourceVersion\":\"7\",", ""));
                    watch.send("{\"type\":\"" + type + "\",\"object\":" + object + "}\n");
                }
                watch.send(event("ADDED", server.put("services", Samples.service("last", "10.96.0.2"))));
                Await.until(() -> assertThat(sink.services()).contains("default/last 10.96.0.2:8088"));
                assertThat(failures).as("seed %d", SEED).hasValue(0);
                assertThat(sink.over).as("seed %d", SEED).isEmpty();
            }
        }
    }
}
