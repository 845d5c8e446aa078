package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metrics of the traffic of Services, which a user switches on, against real connections. */
class ServiceTrafficKernelIT {
    private static final String VIP = "10.96.0.1";
    /** Four readings of the kernel. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KernelNamespace node;
    private Manifests manifests;
    private Pod pod;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        manifests = Manifests.create();
        pod = new Pod(node, 1, "p1", "10.36.0.1");
        client = new Pod(node, 2, "client", "10.36.0.2");
        manifests.write(
                "web.yaml", Manifests.web("web", VIP, "10.36.0.1").replace("8080", Integer.toString(Pod.TALK_PORT)));
        manifests.write("kube-ipvs.conf", """
                apiVersion: kubeipvs.io/v1alpha1
                kind: KubeIpvsConfiguration
                serviceMetrics: {enabled: true}
                """);
    }

    @AfterEach
    void tearDown() throws Exception {
        pod.close();
        client.close();
        node.close();
    }

    @Test
    void countConnectionsAndBytesAndThoseThatAreEstablished() throws Exception {
        String config = manifests.folder().resolve("kube-ipvs.conf").toString();
        try (Program program = Program.serving(node, manifests.folder(), "--kube-ipvs-config=" + config)) {
            assertThat(program.isAlive()).isTrue();
            for (int i = 0; i < 3; i++) {
                try (Conversation ended = Conversation.open(client.namespace(), VIP, 80)) {
                    assertThat(ended.send("hello")).isEqualTo("p1 hello");
                }
            }
            try (Conversation open = Conversation.open(client.namespace(), VIP, 80)) {
                assertThat(open.send("hello")).isEqualTo("p1 hello");
                await("kubeipvs_service_active_connections", "", 1);
                assertThat(metric("kubeipvs_service_connections_total", "")).isEqualTo(4);
                assertThat(metric("kubeipvs_service_packets_total", "direction=\"in\","))
                        .isGreaterThan(4 * 3);
                assertThat(metric("kubeipvs_service_bytes_total", "direction=\"out\","))
                        .isGreaterThan(4 * 100);
            }
            await("kubeipvs_service_active_connections", "", 0);
        }
    }

    private void await(String name, String direction, double wanted) throws Exception {
        Await.until(
                name + " = " + wanted,
                PATIENCE,
                () -> metric(name, direction) == wanted,
                () -> page() + node.run("ipvsadm", "-Lnc"));
    }

    private String page() {
        return node.run("curl", "-s", "http://127.0.0.1:10249/metrics");
    }

    /** The value of the Service's metric, -1 = there is none yet. */
    private double metric(String name, String direction) {
        Matcher found = Pattern.compile("(?m)^" + name + "\\{" + direction
                        + "namespace=\"default\",port=\"80\",protocol=\"TCP\",service=\"web\"} (.*)$")
                .matcher(page());
        return found.find() ? Double.parseDouble(found.group(1)) : -1;
    }
}
