package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections through a VIP: which pod answered. */
class TrafficKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final String VIP6 = "fd00:10:96::1";

    private KernelNamespace node;
    private Manifests manifests;
    private final List<Pod> pods = new ArrayList<>();
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        manifests = Manifests.create();
        for (int i = 1; i <= 3; i++) {
            pods.add(new Pod(node, i, "p" + i, "10.36.0." + i));
        }
        pods.add(new Pod(node, 4, "six", "fd00:10:36::4"));
        client = new Pod(node, 5, "client", "10.36.0.5");
        pods.add(client);
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : pods) {
            pod.close();
        }
        node.close();
    }

    @Test
    void requestsReachEveryReadyPodAndFollowWhatChanges() throws Exception {
        manifests.write("web.yaml", service("10.36.0.1", "10.36.0.2"));
        manifests.write("web6.yaml", service6());
        try (Program program = Program.serving(node, manifests.folder())) {
            assertThat(whoAnswers(node, 4)).containsExactlyInAnyOrder("p1", "p1", "p2", "p2");
            assertThat(whoAnswers(client.namespace(), 4)).containsExactlyInAnyOrder("p1", "p1", "p2", "p2");
            assertThat(Pod.askUdp(client.namespace(), VIP, 53)).isIn("p1", "p2");
            assertThat(Pod.askTcp(node, VIP6, 80)).isEqualTo("six");
            assertThat(Pod.askUdp(node, VIP6, 53)).isEqualTo("six");

            manifests.write("web.yaml", service("10.36.0.2", "10.36.0.3"));
            // Two servers come, the TCP one gets weight 0, the UDP one goes and its flows are forgotten.
            program.awaitLog("synced services=1 operations=5 ");
            assertThat(whoAnswers(client.namespace(), 4)).containsExactlyInAnyOrder("p2", "p2", "p3", "p3");

            manifests.write("web.yaml", service());
            Await.until(
                    "the last endpoints to leave",
                    Duration.ofSeconds(60),
                    () -> node.run("ipvsadm", "-Sn")
                            .lines()
                            .noneMatch(line -> line.contains("10.36.0.") && line.contains("-w 1")),
                    program::evidence);
            assertThatThrownBy(() -> Pod.askTcp(client.namespace(), VIP, 80)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void everySchedulerServesAndShowsItsManner() throws Exception {
        manifests.write("web.yaml", service("10.36.0.1", "10.36.0.2", "10.36.0.3"));
        Path config = manifests.folder().resolve("config.conf");
        Files.writeString(config, config("rr"));
        try (Program program = Program.serving(node, manifests.folder(), "--config", config.toString())) {
            assertThat(new HashSet<>(whoAnswers(client.namespace(), 3))).containsExactlyInAnyOrder("p1", "p2", "p3");
            for (String scheduler : List.of("lc", "dh", "sh", "sed", "nq")) {
                manifests.write("config.conf", config(scheduler));
                Await.until(
                        "scheduler " + scheduler,
                        Duration.ofSeconds(60),
                        () -> node.run("ipvsadm", "-Sn").contains("-A -t 10.96.0.1:80 -s " + scheduler),
                        program::evidence);
                Set<String> answered = new HashSet<>(whoAnswers(client.namespace(), 6));
                assertThat(answered).isSubsetOf("p1", "p2", "p3");
                if (scheduler.equals("sh") || scheduler.equals("dh")) {
                    assertThat(answered)
                            .as("one client, one destination: one pod with " + scheduler)
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void trafficGoesOnWhileTheProgramIsGone() throws Exception {
        manifests.write("web.yaml", service("10.36.0.1"));
        try (Program program = Program.serving(node, manifests.folder())) {
            program.kill();
        }
        assertThat(whoAnswers(client.namespace(), 2)).containsOnly("p1");
        manifests.write("web.yaml", service("10.36.0.2"));
        try (Program program = Program.serving(node, manifests.folder())) {
            assertThat(program.isAlive()).isTrue();
            assertThat(whoAnswers(client.namespace(), 2)).containsOnly("p2");
        }
    }

    private static List<String> whoAnswers(KernelNamespace from, int times) throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            names.add(Pod.askTcp(from, VIP, 80));
        }
        return names;
    }

    private static String service(String... endpoints) {
        return withUdp(Manifests.web("web", VIP, endpoints));
    }

    private static String service6() {
        return withUdp(Manifests.web("web6", VIP6, "fd00:10:36::4"));
    }

    /** The same pods on UDP port 53 too. */
    private static String withUdp(String web) {
        return web.replace(
                        "ports: [{port: 80, targetPort: 8080}]",
                        "ports: [{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]")
                .replace(
                        "ports: [{port: 8080}]",
                        "ports: [{name: http, port: 8080}, {name: dns, port: 8080, protocol: UDP}]");
    }

    private static String config(String scheduler) {
        return """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: "ipvs"
                ipvs: {scheduler: "%s"}
                """.formatted(scheduler);
    }
}
