package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.cluster.ApiStandIn;
import io.kubeipvs.bench.cluster.Cluster;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.nftables.NftablesMonitor;
import io.kubeipvs.netlink.nftables.NftablesMonitor.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The data path by nf_tables on this machine's own kernel, in a network namespace: a cold start, a warm one, memory, and
 * changes of one endpoint each. {@code it-tests/bench dnat} runs this.
 */
final class Dnat {
    private static final String TABLE = "kube-ipvs-dnat";
    private static final int CHANGES = 200;
    /** Longer than until the removed endpoint, which has no connection, is dropped: that is a transaction too. */
    private static final long PAUSE_MILLIS = 300;

    private static final int SETTLE_SECONDS = 5;
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Cluster cluster;
    private final Figures figures;
    private final KernelNamespace namespace = KernelNamespace.withLoopback();

    private Dnat(Cluster cluster, Figures figures) {
        this.cluster = cluster;
        this.figures = figures;
    }

    /** Arguments: the size such as {@code 1000x5}, and the file of figures. */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            int[] numbers = Stream.of(arguments[0].split("x"))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            Cluster cluster = new Cluster(numbers[0], numbers[1]);
            cluster.prepare();
            new Dnat(cluster, new Figures(Path.of(arguments[1]), arguments[0])).run();
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status); // whatever still serves
    }

    private void run() throws Exception {
        try (namespace;
                ApiStandIn api = namespace.call(() -> new ApiStandIn(cluster))) {
            double cold = start(api);
            try (Running warm = namespace.call(() -> Running.start("", flags(api)))) {
                double seconds = (namespace.call(warm::awaitReady) - warm.started()) / 1e9;
                figures.add("nftables: warm restart to ready", seconds, "s", "cold start", cold, Goal.NONE);
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                change(api, warm);
                fullSync(warm);
            }
        }
    }

    private static List<String> flags(ApiStandIn api) throws IOException {
        return Stream.concat(Stream.of("--data-path=nftables"), api.flags().stream())
                .toList();
    }

    private double start(ApiStandIn api) throws Exception {
        try (Running cold = namespace.call(() -> Running.start("", flags(api)))) {
            double seconds = (namespace.call(cold::awaitReady) - cold.started()) / 1e9;
            check();
            figures.add("nftables: cold start to everything programmed", seconds, "s", Goal.NONE);
            figures.add("nftables: CPU of a cold start", cold.cpuSeconds(), "s", Goal.NONE);
            double peak = cold.status("VmHWM");
            cold.collectGarbage();
            double resident = cold.status("VmRSS");
            figures.add("nftables: resident memory after first sync and GC", resident, "MiB", Goal.NONE);
            figures.add("nftables: peak of resident memory", peak, "MiB", "after first sync", resident, Goal.NONE);
            return seconds;
        }
    }

    /** Each Service exists, and each real server has its number. */
    private void check() {
        if (!isComplete()) {
            throw new IllegalStateException(elements("choices") + " virtual servers, " + elements("targets"));
        }
    }

    private boolean isComplete() {
        return elements("choices") == cluster.services()
                && elements("targets") == (long) cluster.services() * cluster.endpoints();
    }

    private long elements(String map) {
        String key = map.equals("choices") ? ". 80 :" : " . 8080";
        String count = "nft list map ip " + TABLE + " " + map + " | grep -o '" + key + "' | wc -l";
        return Long.parseLong(namespace.run("sh", "-c", count).strip());
    }

    /** All tables are removed at once: until the running program has programmed everything again. */
    private void fullSync(Running program) throws Exception {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        double cpu = program.cpuSeconds();
        try (NftablesMonitor monitor = namespace.call(() -> NftablesMonitor.open(port -> false))) {
            namespace.run("nft", "flush", "ruleset");
            long flushed = System.nanoTime();
            long last;
            do {
                last = lastTransaction(monitor);
            } while (!isComplete());
            figures.add("nftables: full sync by the running program", (last - flushed) / 1e9, "s", Goal.NONE);
            figures.add("nftables: CPU of a full sync", program.cpuSeconds() - cpu, "s", Goal.NONE);
            figures.add("nftables: peak of resident memory, full sync", program.status("VmHWM"), "MiB", Goal.NONE);
        }
    }

    /** When the last transaction arrived before a pause, in nanoseconds of {@link System#nanoTime}. */
    private static long lastTransaction(NftablesMonitor monitor) throws Exception {
        long last = System.nanoTime();
        while (monitor.next(QUIET).isPresent()) {
            last = System.nanoTime();
        }
        return last;
    }

    private void change(ApiStandIn api, Running program) throws Exception {
        double[] millis = new double[CHANGES];
        double cpu = program.cpuSeconds();
        try (NftablesMonitor monitor = namespace.call(() -> NftablesMonitor.open(port -> false))) {
            for (int i = 0; i < CHANGES; i++) {
                long[] written = new long[1];
                api.replaceEndpoint((1 + i * 7) % cluster.services(), () -> written[0] = System.nanoTime());
                awaitTransaction(monitor);
                millis[i] = (System.nanoTime() - written[0]) / 1e6;
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                while (monitor.next(Duration.ofMillis(1)).isPresent()) {
                    // of the same change
                }
            }
        }
        Arrays.sort(millis);
        figures.add("nftables: one endpoint change, p50", Changes.percentile(millis, 50), "ms", Goal.flat());
        figures.add("nftables: one endpoint change, p99", Changes.percentile(millis, 99), "ms", Goal.NONE);
        figures.add("nftables: CPU a change", (program.cpuSeconds() - cpu) * 1000 / CHANGES, "ms", Goal.NONE);
    }

    /** The kernel has the new real server. */
    private static void awaitTransaction(NftablesMonitor monitor) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        boolean isOfTable = false;
        while (System.nanoTime() < deadline) {
            Optional<Event> event = monitor.next(Duration.ofSeconds(1));
            isOfTable |= event.map(one -> one.on(new OfTable())).orElse(false);
            if (isOfTable) {
                return;
            }
        }
        throw new IllegalStateException("no change arrived in the kernel");
    }

    private static final class OfTable implements Event.Cases<Boolean> {
        @Override
        public Boolean tableChanged(Event.TableChanged event) {
            return event.table().name().equals(TABLE);
        }

        @Override
        public Boolean generation(Event.Generation event) {
            return false;
        }

        @Override
        public Boolean lost(Event.Lost event) {
            return false;
        }
    }
}
