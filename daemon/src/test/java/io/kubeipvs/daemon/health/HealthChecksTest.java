package io.kubeipvs.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.Backend;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.http.Limits;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health checks as a load balancer sees them, on loopback addresses instead of the node's. */
class HealthChecksTest {
    private static final ServiceName WEB = new ServiceName("prod", "web");
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of());

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Report> events = new CopyOnWriteArrayList<>();
    private volatile boolean healthy = true;
    private volatile Function<NodeView, Set<Ip>> addresses = node -> ips("127.0.0.1");
    private final HttpServer server = new HttpServer("test", Limits.PROBES, Workers.unobserved());
    private final HealthChecks checks = new HealthChecks(
            new HealthChecks.Serving(server, node -> addresses.apply(node), () -> healthy),
            events::add,
            Duration.ofMillis(50),
            Workers.unobserved());

    @AfterEach
    void close() {
        checks.close();
        server.close();
    }

    private void changeAddresses(Function<NodeView, Set<Ip>> changed) {
        addresses = changed;
        checks.addressesChanged();
    }

    @Test
    void answersAsKubeProxyDoes() throws Exception {
        int port = freePort();
        checks.applied(List.of(view(port, "10.36.0.1@n1", "10.36.0.2@n1", "10.37.0.1@n2")), NODE);
        HttpResponse<String> answer = awaited("127.0.0.1", port, 200);
        assertThat(answer.body()).isEqualTo("""
                        {
                        	"service": {
                        		"namespace": "prod",
                        		"name": "web"
                        	},
                        	"localEndpoints": 2,
                        	"serviceProxyHealthy": true
                        }""");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Load-Balancing-Endpoint-Weight"))
                .contains("2");
    }

    @Test
    void withoutAnEndpointHereOrWithASickProxyItIs503() throws Exception {
        int port = freePort();
        checks.applied(List.of(view(port, "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", port, 200);
        healthy = false;
        HttpResponse<String> sick = ask("127.0.0.1", port);
        assertThat(sick.statusCode()).isEqualTo(503);
        assertThat(sick.body()).contains("\"localEndpoints\": 1,", "\"serviceProxyHealthy\": false");
        healthy = true;
        checks.applied(List.of(view(port, "10.37.0.1@n2")), NODE);
        HttpResponse<String> none = awaited("127.0.0.1", port, 503);
        assertThat(none.body()).contains("\"localEndpoints\": 0,", "\"serviceProxyHealthy\": true");
        assertThat(none.headers().firstValue("X-Load-Balancing-Endpoint-Weight"))
                .contains("0");
    }

    @Test
    void anyPathIsAnsweredForGetAndHead() throws Exception {
        int port = freePort();
        checks.applied(List.of(view(port, "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", port, 200);
        HttpRequest head = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/some/path?x=y"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void listensOnTheAddressesThatAreAskedOnlyAndFollowsThem() throws Exception {
        int port = freePort();
        checks.applied(List.of(view(port, "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", port, 200);
        assertNoProgramListens("127.0.0.2", port);
        changeAddresses(node -> ips("127.0.0.2"));
        awaited("127.0.0.2", port, 200);
        assertNoProgramListens("127.0.0.1", port);
    }

    @Test
    void followsTheNodesAddresses() throws Exception {
        int port = freePort();
        checks.applied(List.of(view(port, "10.36.0.1@n1")), NODE);
        changeAddresses(node -> node.addresses().isEmpty() ? Set.of() : ips("127.0.0.3"));
        assertNoProgramListens("127.0.0.3", port);
        checks.applied(List.of(), NodeView.of(NodeSpec.named("n1"), ips("192.168.1.2")));
        awaited("127.0.0.3", port, 200);
        checks.applied(List.of(), NODE);
        Await.until(() -> assertNoProgramListens("127.0.0.3", port));
    }

    @Test
    void eachFamilyReportsItsOwnCount() throws Exception {
        int port = freePort();
        changeAddresses(node -> ips("127.0.0.1", "::1"));
        checks.applied(List.of(view(port, List.of("10.96.0.1", "fd00::1"), "fd00:1::1@n1")), NODE);
        awaited("[::1]", port, 200);
        awaited("127.0.0.1", port, 503);
        checks.applied(List.of(view(port, List.of("10.96.0.1"), "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", port, 200);
        assertNoProgramListens("[::1]", port);
    }

    @Test
    void aServiceThatChangesItsPortOrGoesIsFollowed() throws Exception {
        int first = freePort();
        checks.applied(List.of(view(first, "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", first, 200);
        int second = freePort();
        checks.applied(List.of(view(second, "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", second, 200);
        assertNoProgramListens("127.0.0.1", first);
        checks.applied(List.of(ServiceView.named(WEB)), NODE);
        Await.until(() -> assertNoProgramListens("127.0.0.1", second));
    }

    @Test
    void aPortThatIsTakenIsLoggedOnceAndHadWhenItIsFree() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            int port = taken.getLocalPort();
            String cause = "spec.healthCheckNodePort " + port
                    + " cannot be had on 127.0.0.1 of this node: Address already in use";
            String text = cause + "; end what listens there";
            checks.applied(List.of(view(port, "10.36.0.1@n1")), NODE);
            Await.until(() -> assertThat(events)
                    .containsExactly(new Report(Subject.of(WEB), Report.Reason.HEALTH_CHECK_FAILED, text)));
            checks.applied(List.of(view(port, "10.36.0.1@n1", "10.36.0.2@n1")), NODE);
            taken.close();
            assertThat(awaited("127.0.0.1", port, 200).body()).contains("\"localEndpoints\": 2");
            assertThat(events).hasSize(1);
            assertThat(log.lines("health_check_port_not_served_will_retry"))
                    .singleElement()
                    .asString()
                    .endsWith("object=\"Service prod/web\" cause=\"" + cause + "\" fix=\"end what listens there\"");
            Await.until(() -> assertThat(log.lines("health_check_port_served")).hasSize(1));
        }
    }

    @Test
    void aThousandPlacesCostADescriptorEachAndNoThread() throws Exception {
        int port = freePort();
        checks.applied(List.of(view(port, "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", port, 200);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        int descriptors = descriptors();
        changeAddresses(node -> IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> Ip.parse("127.1." + i / 250 + "." + (i % 250 + 1)))
                .collect(Collectors.toSet()));
        awaited("127.1.4.1", port, 200);
        awaited("127.1.0.2", port, 200);
        Await.until(() -> assertThat(descriptors() - descriptors).isBetween(990, 1010));
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - threads)
                .isLessThanOrEqualTo(3);
        changeAddresses(node -> ips("127.0.0.1"));
        Await.until(() -> assertThat(descriptors() - descriptors).isLessThanOrEqualTo(10));
    }

    private static int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        }
    }

    @Test
    void aServiceTakesOverThePortOfAnother() throws Exception {
        int port = freePort();
        checks.applied(List.of(view(port, "10.36.0.1@n1")), NODE);
        awaited("127.0.0.1", port, 200);
        ServiceName other = new ServiceName("prod", "other");
        ServiceView next = view(port, "10.36.0.1@n1");
        ServiceSpec spec = next.service().orElseThrow();
        checks.applied(
                List.of(
                        ServiceView.named(WEB),
                        ServiceView.named(other)
                                .withService(Optional.of(ServiceSpec.named(other)
                                        .withClusterIps(spec.clusterIps())
                                        .withPorts(spec.ports())
                                        .withExternal(spec.external())
                                        .withPolicy(spec.policy())))
                                .withSlices(next.slices())),
                NODE);
        Await.<Exception>until(() -> assertThat(ask("127.0.0.1", port).body()).contains("\"name\": \"other\""));
        assertThat(events).isEmpty();
    }

    private HttpResponse<String> awaited(String host, int port, int status) throws Exception {
        Await.<Exception>until(() -> assertThat(statusOf(host, port)).isEqualTo(status));
        return ask(host, port);
    }

    private int statusOf(String host, int port) throws Exception {
        try {
            return ask(host, port).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private HttpResponse<String> ask(String host, int port) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void assertNoProgramListens(String host, int port) {
        assertThatThrownBy(() -> ask(host, port)).isInstanceOf(ConnectException.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static ServiceView view(int port, String... endpoints) {
        return view(port, List.of("10.96.0.1"), endpoints);
    }

    private static ServiceView view(int port, List<String> clusterIps, String... endpoints) {
        ServiceSpec service = ServiceSpec.named(WEB)
                .withClusterIps(clusterIps.stream().map(Ip::parse).toList())
                .withPorts(List.of(new ServicePort("", Protocol.TCP, 80)))
                .withExternal(ExternalAccess.NONE.withHealthCheckNodePort(port))
                .withPolicy(TrafficPolicy.CLUSTER.withExternalLocal(true));
        SliceSpec slice = SliceSpec.named(new SliceName("prod", "web-abc"), WEB)
                .withPorts(List.of(new SlicePort("", Protocol.TCP, 8080)))
                .withEndpoints(Stream.of(endpoints).map(Backend::of).toList());
        return ServiceView.named(WEB).withService(Optional.of(service)).withSlices(List.of(slice));
    }

    private static Set<Ip> ips(String... texts) {
        return Stream.of(texts).map(Ip::parse).collect(Collectors.toSet());
    }
}
