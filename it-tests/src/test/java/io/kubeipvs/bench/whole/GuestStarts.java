package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.cluster.ApiStandIn;
import io.kubeipvs.bench.cluster.Cluster;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A cold start on a kernel with IPVS, from {@code exec} to everything programmed, against {@code ipvsadm -R} that writes
 * the virtual and real servers alone; and the CPU of the idle program.
 */
final class GuestStarts {
    private static final double THIRD = 1 / 3.0;
    private static final int SETTLE_SECONDS = 30;
    private static final int IDLE_SECONDS = 90;
    private static final int GOAL_SERVICES = 10_000;

    private final int rounds;
    private final Figures figures;
    private final Cluster cluster;
    private double idle;
    private double cpu;

    GuestStarts(int rounds, int services, Figures figures) {
        this.rounds = rounds;
        this.figures = figures;
        this.cluster = new Cluster(services, 5);
    }

    void run() throws Exception {
        cluster.prepare();
        Path rules = cluster.writeRules();
        double[] reference = new double[rounds];
        double[] ours = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            reference[i] = writeRules(rules);
            ours[i] = start(i == rounds - 1);
            System.out.printf("  round %d: kube-ipvs %.1f s, ipvsadm -R %.1f s%n", i + 1, ours[i], reference[i]);
        }
        Arrays.sort(reference);
        Arrays.sort(ours);
        figures.add(
                "guest: cold start to everything programmed",
                ours[rounds / 2],
                "s",
                "ipvsadm -R",
                reference[rounds / 2],
                new Goal("a third", Goal.Of.RATIO, THIRD, 0));
        figures.add("guest: CPU of a cold start", cpu, "s", Goal.NONE);
        boolean isGoal = cluster.services() == GOAL_SERVICES;
        figures.add(
                "guest: idle CPU", idle, "% of a core", isGoal ? Goal.figure(10).at(GOAL_SERVICES) : Goal.NONE);
    }

    private double writeRules(Path rules) throws Exception {
        try (KernelNamespace namespace = KernelNamespace.withLoopback()) {
            long start = System.nanoTime();
            namespace.run("sh", "-c", "ipvsadm -R <" + rules);
            double seconds = (System.nanoTime() - start) / 1e9;
            check(namespace);
            namespace.run("ipvsadm", "-C");
            return seconds;
        }
    }

    /** Each namespace has an API server of its own on its loopback. */
    private double start(boolean measuresIdle) throws Exception {
        try (KernelNamespace namespace = KernelNamespace.withLoopback();
                ApiStandIn api = namespace.call(() -> new ApiStandIn(cluster));
                Running program = namespace.call(() -> Running.start("", api.flags()))) {
            double seconds = (namespace.call(program::awaitReady) - program.started()) / 1e9;
            cpu = program.cpuSeconds();
            check(namespace);
            if (measuresIdle) {
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                double before = program.cpuSeconds();
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                idle = (program.cpuSeconds() - before) / IDLE_SECONDS * 100;
            }
            program.close();
            namespace.run("ipvsadm", "-C");
            return seconds;
        }
    }

    private void check(KernelNamespace namespace) throws Exception {
        try (IpvsClient client = namespace.call(IpvsClient::open)) {
            int found = client.services().size();
            if (found != cluster.services()) {
                throw new IllegalStateException(found + " virtual servers instead of " + cluster.services());
            }
        }
    }
}
