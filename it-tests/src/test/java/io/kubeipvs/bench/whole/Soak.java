package io.kubeipvs.bench.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A million endpoint events as fast as the program takes them. Every event drains a real server, and the configuration is
 * edited every 100,000 events. Then the program must use what it used after the first 100,000.
 */
final class Soak {
    private static final int EVENTS = 1_000_000;
    private static final int EVENTS_A_PART = 100_000;
    /** Fewer are not yet taken. So the stand-in for the API server waits for the program. */
    private static final int MOST_UNWRITTEN = 1000;

    private static final long PAUSE_NANOS = 200_000;
    private static final int DRAIN_SECONDS = 10;
    private static final double FLAT = 1.05;

    private final Stage stage;
    private final Figures figures;
    private final Path folder;
    private int service;

    /** @param folder gets the plot, {@code soak.svg} */
    Soak(Stage stage, Figures figures, Path folder) {
        this.stage = stage;
        this.figures = figures;
        this.folder = folder;
    }

    void run() throws Exception {
        if (stage.cluster().services() == 0) {
            return;
        }
        Path config = Files.createTempDirectory("config").resolve("config.conf");
        configure(config, 0);
        try (Running program = stage.startAndSettle("", "--kube-ipvs-config=" + config)) {
            List<SoakSample> samples = new ArrayList<>();
            long writes = stage.kernel().counts().writes();
            double cpu = program.cpuSeconds();
            double seconds = 0;
            for (int events = EVENTS_A_PART; events <= EVENTS; events += EVENTS_A_PART) {
                long start = System.nanoTime();
                send(program);
                seconds += (System.nanoTime() - start) / 1e9;
                configure(config, events);
                TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
                SoakSample sample =
                        SoakSample.of(events, program, stage.kernel().counts());
                System.out.println(sample);
                samples.add(sample);
            }
            figures.add("soak: endpoint events", EVENTS / seconds, "a second", Goal.NONE);
            figures.add("soak: CPU an event", (program.cpuSeconds() - cpu) * 1000 / EVENTS, "ms", Goal.NONE);
            figures.add(
                    "soak: writes to the kernel an event",
                    (stage.kernel().counts().writes() - writes) / (double) EVENTS,
                    "",
                    Goal.NONE);
            report(samples);
        }
    }

    private void report(List<SoakSample> samples) throws IOException {
        SoakSample first = samples.get(0);
        for (SoakSample.Quantity quantity : SoakSample.QUANTITIES) {
            double most = samples.stream().mapToDouble(quantity.of()).max().orElseThrow();
            figures.add(
                    "soak: most " + quantity.name(),
                    most,
                    quantity.unit(),
                    "after 100,000 events",
                    quantity.of().applyAsDouble(first),
                    Goal.ratio(FLAT));
        }
        Files.writeString(
                folder.resolve("soak.svg"),
                Panel.document(
                        SoakSample.QUANTITIES.stream()
                                .map(quantity -> panel(quantity, samples))
                                .toList(),
                        SoakSample.QUANTITIES.size()));
    }

    private static String panel(SoakSample.Quantity quantity, List<SoakSample> samples) {
        Stream<Panel.Point> points = samples.stream()
                .map(sample -> new Panel.Point(
                        sample.events() / (double) EVENTS,
                        sample.events() % (EVENTS / 2) == 0 ? "%,d".formatted(sample.events()) : "",
                        quantity.of().applyAsDouble(sample)));
        return Panel.of(quantity.name() + " by endpoint events", quantity.unit(), points.toList());
    }

    /** An edit that is in force at once, and changes no Service. */
    private static void configure(Path config, int edit) throws IOException {
        Files.writeString(config, """
                apiVersion: kubeipvs.io/v1alpha1
                kind: KubeIpvsConfiguration
                drainTimeout: %ds
                """.formatted(300 + edit / EVENTS_A_PART));
    }

    /** Returns once the kernel has the last change of every Service. */
    private void send(Running program) throws InterruptedException {
        Changes changes = new Changes(stage, Changes.End.ADDED);
        for (int i = 0; i < EVENTS_A_PART; i++) {
            while (stage.api().unwritten() >= MOST_UNWRITTEN && program.isAlive()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            service = (service + 1) % stage.cluster().services();
            changes.send(service);
        }
        changes.await(program);
    }
}
