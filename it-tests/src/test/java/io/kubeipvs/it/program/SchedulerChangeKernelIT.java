package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Traffic;
import io.kubeipvs.it.support.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The scheduler is switched again and again under connections that last and under as many new ones as the machine
 * makes: IPVS has none for a moment each time, and no client is refused.
 */
class SchedulerChangeKernelIT {
    private static final int SWITCHES = 12;
    private static final String VIP = "10.96.0.1";
    private static final String OUTSIDE = "203.0.113.7";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private KernelNamespace node;
    private Witness witness;
    private Manifests manifests;
    private Path config;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = opened(KernelNamespace.withLoopback());
        witness = new Witness(node);
        opened(new Pod(node, 1, "p1", "10.36.0.1"));
        opened(new Pod(node, 2, "p2", "10.36.0.2"));
        client = opened(new Pod(node, 3, "client", "10.36.0.3"));
        manifests = Manifests.create();
        manifests.write("web.yaml", web());
        manifests.write("shop.yaml", shop());
        config = Files.createTempDirectory("config-").resolve("config.conf");
        useScheduler("rr");
    }

    @AfterEach
    void tearDown() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void nobodyIsRefusedAndConnectionsGoOn() throws Exception {
        opened(Program.serving(node, manifests.folder(), "--config", config.toString()));
        Conversation talk = opened(Conversation.open(client.namespace(), VIP, 81));
        Set<String> pods = Set.of("p1", "p2");
        List<Traffic> traffic = List.of(
                opened(Traffic.rush(client.namespace(), VIP, pods)),
                opened(Traffic.rush(node, VIP, pods)),
                opened(Traffic.rush(client.namespace(), OUTSIDE, pods)));
        Path seen = watchElements();
        for (int i = 0; i < SWITCHES; i++) {
            String scheduler = i % 2 == 0 ? "lc" : "rr";
            useScheduler(scheduler);
            Await.until(scheduler, Duration.ofSeconds(60), () -> isEverywhere(scheduler), witness::ipvsadm);
            assertThat(talk.send("still")).matches("p[12] still");
        }
        for (Traffic one : traffic) {
            assertThat(one.answered()).isPositive();
        }
        for (String held : List.of("changing { tcp . 10.96.0.1 . 80 ", "changing-marks { " + mark() + " ")) {
            Await.until(
                    "all to be resumed",
                    Duration.ofSeconds(10),
                    () -> lines(seen, "delete", held) == SWITCHES,
                    () -> Files.readString(seen));
            assertThat(lines(seen, "create", held)).as(held).isEqualTo(SWITCHES);
        }
    }

    private boolean isEverywhere(String scheduler) {
        return witness.ipvsadm().stream()
                .filter(line -> line.startsWith("-A "))
                .allMatch(line -> line.endsWith("-s " + scheduler));
    }

    /** The mark of the one virtual server that has one, as {@code nft} writes it. */
    private String mark() {
        return witness.ipvsadm().stream()
                .filter(line -> line.startsWith("-A -f "))
                .map(line -> "0x%08x".formatted(Integer.parseUnsignedInt(line.split(" ")[2])))
                .findFirst()
                .orElseThrow();
    }

    /** The changes that {@code nft} reports, in a file that grows. */
    private Path watchElements() throws Exception {
        Path seen = Files.createTempFile("elements-", ".txt");
        Process monitor = new ProcessBuilder("ip", "netns", "exec", node.name(), "nft", "monitor")
                .redirectErrorStream(true)
                .redirectOutput(seen.toFile())
                .start();
        opened(monitor::destroyForcibly);
        Await.until(
                "nft to watch",
                Duration.ofSeconds(60),
                () -> {
                    node.run("nft", "add table ip any; delete table ip any");
                    return Files.size(seen) > 0;
                },
                () -> Files.readString(seen));
        return seen;
    }

    private static long lines(Path seen, String what, String held) throws Exception {
        return Files.readAllLines(seen).stream()
                .filter(line -> line.startsWith(what + " element ip kube-proxy " + held))
                .count();
    }

    private void useScheduler(String name) throws Exception {
        Path fresh = Files.writeString(config.resolveSibling("new"), """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                clusterCIDR: 10.36.0.0/16
                ipvs: {scheduler: %s, syncPeriod: 1h}
                """.formatted(name));
        Files.move(fresh, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Port 80 answers and port 81 talks. */
    private static String web() {
        return Manifests.web("web", VIP, "10.36.0.1", "10.36.0.2")
                .replace(
                        "ports: [{port: 80, targetPort: 8080}]",
                        "ports: [{name: ask, port: 80}, {name: talk, port: 81}]")
                .replace("ports: [{port: 8080}]", "ports: [{name: ask, port: 8080}, {name: talk, port: 8081}]");
    }

    /** Pods get another list of endpoints than external clients: their virtual server is one by a mark. */
    private static String shop() {
        return Manifests.web("shop", "10.96.0.2", "10.36.0.1", "10.36.0.2")
                .replace(
                        "ports: [{port: 80, targetPort: 8080}]",
                        "externalTrafficPolicy: Local\n  type: NodePort\n  externalIPs: [" + OUTSIDE
                                + "]\n  ports: [{port: 80, nodePort: 30080, targetPort: 8080}]");
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }
}
