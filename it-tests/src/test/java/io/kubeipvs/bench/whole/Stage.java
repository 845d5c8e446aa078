package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.cluster.ApiStandIn;
import io.kubeipvs.bench.cluster.Cluster;
import io.kubeipvs.bench.memory.KernelServer;
import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.daemon.k8s.api.Pki;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The world of the program: a cluster behind an API server, and a kernel. Both are in this process. */
final class Stage {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Cluster cluster;
    private final ApiStandIn api;
    private final KernelServer server;
    private MemoryKernel kernel = new MemoryKernel();

    Stage(Cluster cluster, Optional<Pki> identity) throws IOException {
        this.cluster = cluster;
        this.api = new ApiStandIn(cluster, identity);
        this.server = new KernelServer(kernel);
    }

    Cluster cluster() {
        return cluster;
    }

    ApiStandIn api() {
        return api;
    }

    MemoryKernel kernel() {
        return kernel;
    }

    /** From now on the kernel is empty. */
    void emptyKernel() {
        kernel = new MemoryKernel();
        server.use(kernel);
    }

    /** Starts the program against these; flags and options of the JVM are added to its own. */
    Running start(String javaOptions, String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(api.flags());
        return Running.start(javaOptions, all);
    }

    /** Starts it and returns once everything is programmed and all watches are open. */
    Running startAndSettle(String javaOptions, String... flags) throws Exception {
        Running program = start(javaOptions, flags);
        program.awaitReady();
        await(this::isProgrammed, program);
        await(() -> api.watches() >= 4, program);
        return program;
    }

    /** Whether every Service has its virtual server, real servers, address and element of the packet filter. */
    boolean isProgrammed() {
        MemoryKernel.Counts counts = kernel.counts();
        int services = cluster.services();
        return counts.virtualServers() >= services
                && counts.realServers() >= services * cluster.endpoints()
                && counts.addresses() >= services
                && counts.services() >= services;
    }

    /** Looks every millisecond; returns the time it saw it in nanoseconds of {@link System#nanoTime}. */
    static long await(BooleanSupplier condition, Running program) throws InterruptedException {
        return await(condition, 1, program);
    }

    /** The same for what costs the program something. */
    static long await(BooleanSupplier condition, long pauseMillis, Running program) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !program.isAlive()) {
                throw new IllegalStateException("the program did not get there: " + program.log());
            }
            Thread.sleep(pauseMillis);
        }
        return System.nanoTime();
    }
}
