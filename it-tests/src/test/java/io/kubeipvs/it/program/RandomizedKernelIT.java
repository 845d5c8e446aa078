package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.it.support.Effort;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.LiveCluster;
import io.kubeipvs.it.support.Load;
import io.kubeipvs.it.support.Load.End;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.RandomObjects;
import io.kubeipvs.it.support.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Everything at once, in random order: objects change, the program is killed, the API server goes away, another program
 * edits the kernel, and clients of two Services connect and talk throughout. At the end the kernel is that of a fresh
 * start, and no client noticed. {@code KUBEIPVS_SEED} repeats a run.
 */
class RandomizedKernelIT {
    private static final Load.Targets TARGETS =
            new Load.Targets(RandomObjects.WEB_VIP, 8088, RandomObjects.TALK_VIP, 8088);

    private final long seed =
            System.getenv("KUBEIPVS_SEED") == null ? System.nanoTime() : Long.parseLong(System.getenv("KUBEIPVS_SEED"));
    private final Random random = new Random(seed);
    private final List<AutoCloseable> open = new ArrayList<>();
    private KernelNamespace node;
    private LiveCluster cluster;
    private Program program;
    private final List<String> history = new ArrayList<>();

    @AfterEach
    void tearDown() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private KernelNamespace node() {
        KernelNamespace namespace = opened(KernelNamespace.node(RandomObjects.NODE_ADDRESS + "/24"));
        namespace.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        return namespace;
    }

    /** Two that serve, and the one that asks. */
    private Pod pods(KernelNamespace onNode) throws Exception {
        opened(new Pod(onNode, 1, "p1", "10.36.0.1"));
        opened(new Pod(onNode, 2, "p2", "10.36.0.2"));
        return opened(new Pod(onNode, 3, "client", "10.36.0.99"));
    }

    @Test
    void theKernelEndsAsAfterAFreshStartAndNoClientNotices() throws Exception {
        node = node();
        cluster = opened(new LiveCluster(node));
        Pod client = pods(node);
        RandomObjects objects = new RandomObjects(cluster, random);
        objects.putStable();
        program = start(node, cluster);
        program.awaitLog("first_sync");
        try (Load load = new Load().from("pod", client.namespace(), TARGETS).from("node", node, TARGETS)) {
            long end = System.nanoTime()
                    + Duration.ofSeconds(Effort.times(60, 600)).toNanos();
            while (System.nanoTime() < end) {
                step(objects);
                Thread.sleep(random.nextInt(400));
            }
            cluster.comeBack();
            Set<String> expected = ofAFreshStart();
            Await.until(
                    "the kernel of a fresh start; seed " + seed,
                    Duration.ofSeconds(180),
                    () -> new Witness(node).programmed().equals(expected),
                    () -> difference(expected) + "\n" + history + "\n" + program.evidence());
            Figure.print("random.steps", history.size());
            load.printFigures("random");
            assertThat(load.troubles()).as("seed %s, %s", seed, history).isEmpty();
            assertThat(load.count(End.SERVED)).isGreaterThan(100);
        } finally {
            program.close();
        }
    }

    private void step(RandomObjects objects) throws Exception {
        switch (random.nextInt(20)) {
            case 0 -> {
                history.add("kill");
                program.close();
                program = start(node, cluster);
            }
            case 1 -> {
                history.add("away");
                cluster.goAway();
            }
            case 2, 3, 4 -> {
                history.add("back");
                cluster.comeBack();
            }
            case 5, 6, 7, 8 -> edit();
            default -> history.add(objects.change());
        }
    }

    /** Another program takes something away, or adds something where only we should. It may not exist now. */
    private void edit() {
        String vip = "10.96.2." + (1 + random.nextInt(RandomObjects.SERVICES));
        String edit = switch (random.nextInt(7)) {
            case 0 -> "ipvsadm -D -t " + vip + ":8088";
            case 1 -> "ipvsadm -A -t " + RandomObjects.WEB_VIP + ":9999 -s rr"; // its VIP stays
            case 2 -> "ipvsadm -a -t " + vip + ":8088 -r 10.36.0.77:8080 -m";
            case 3 -> "ip addr del " + vip + "/32 dev kube-ipvs0";
            case 4 -> "ip addr add " + vip + "/32 dev kube-ipvs0";
            case 5 -> "nft delete element ip kube-proxy vips { " + vip + " }";
            default -> "ipvsadm -E -t " + vip + ":8088 -s lc";
        };
        history.add(edit);
        node.run("sh", "-c", edit + " 2>/dev/null || true");
    }

    private static Program start(KernelNamespace node, LiveCluster cluster) throws Exception {
        Path state = Path.of(System.getProperty("java.io.tmpdir"), "state-" + node.name());
        return Program.start(
                node,
                "run",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--hostname-override",
                RandomObjects.NODE,
                "--ipvs-sync-period",
                "2s",
                "--state-dir",
                state.toString());
    }

    private Set<String> ofAFreshStart() throws Exception {
        KernelNamespace other = node();
        pods(other);
        LiveCluster copy = opened(new LiveCluster(other));
        cluster.copyTo(copy);
        try (Program fresh = start(other, copy)) {
            fresh.awaitLog("first_sync");
            return new Witness(other).programmed();
        }
    }

    private String difference(Set<String> expected) {
        Set<String> missing = new TreeSet<>(expected);
        Set<String> superfluous = new Witness(node).programmed();
        missing.removeAll(superfluous);
        superfluous.removeAll(expected);
        return "missing " + missing + ", superfluous " + superfluous;
    }
}
