package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shares of 1,000 requests that endpoints get by the weights of their EndpointSlices. */
class WeightsKernelIT {
    private static final int REQUESTS = 1000;

    private KernelNamespace node;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        manifests = Manifests.create();
    }

    @AfterEach
    void tearDown() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({"wrr, 10.96.0.1, 10.36.0.1, 10.36.0.2, 10.36.0.9", "wlc, fd00:96::1, fd00:36::1, fd00:36::2, fd00:36::9"
    })
    void areThoseOfTheWeights(String scheduler, String vip, String first, String second, String from) throws Exception {
        manifests.write(
                "web.yaml",
                Manifests.web("web", vip, first)
                        .replace(
                                "{name: web, namespace: default}",
                                "{name: web, namespace: default, annotations: {kubeipvs.io/scheduler: " + scheduler
                                        + "}}"));
        manifests.write("more.yaml", slice(second, 3));
        try (Pod p1 = new Pod(node, 1, "p1", first);
                Pod p2 = new Pod(node, 2, "p2", second);
                Pod client = new Pod(node, 3, "client", from);
                Program program = Program.serving(node, manifests.folder())) {
            assertThat(program.isAlive()).isTrue();
            Map<String, Integer> answers = ask(client.namespace(), vip);
            System.out.println(scheduler + " with weights 1 and 3: " + answers);
            assertThat(answers.get("p2")).isCloseTo(REQUESTS * 3 / 4, within(REQUESTS / 50));
            assertThat(answers.get("p1")).isCloseTo(REQUESTS / 4, within(REQUESTS / 50));
        }
    }

    private static String slice(String endpoint, int weight) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: more
                  namespace: default
                  labels: {kubernetes.io/service-name: web}
                  annotations: {kubeipvs.io/weight: "%d"}
                addressType: %s
                ports: [{port: 8080}]
                endpoints: [{addresses: ["%s"]}]
                """.formatted(weight, endpoint.contains(":") ? "IPv6" : "IPv4", endpoint);
    }

    private static Map<String, Integer> ask(KernelNamespace from, String vip) throws Exception {
        return from.call(() -> {
            Map<String, Integer> answers = new TreeMap<>();
            for (int i = 0; i < REQUESTS; i++) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(vip, 80), 10_000);
                    socket.setSoTimeout(10_000);
                    String pod = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    answers.merge(pod, 1, Integer::sum);
                }
            }
            return answers;
        });
    }
}
