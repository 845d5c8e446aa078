package io.kubeipvs.bench.whole;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A million endpoint events as fast as the program takes them, and its memory after every 100,000. */
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
    private int service;

    Soak(Stage stage, Figures figures) {
        this.stage = stage;
        this.figures = figures;
    }

    void run() throws Exception {
        if (stage.cluster().services() == 0) {
            return;
        }
        try (Running program = stage.startAndSettle("")) {
            double first = part(program);
            double most = first;
            double last = first;
            long writes = stage.kernel().counts().writes();
            double cpu = program.cpuSeconds();
            double seconds = 0;
            for (int events = EVENTS_A_PART; events < EVENTS; events += EVENTS_A_PART) {
                long start = System.nanoTime();
                send(program);
                seconds += (System.nanoTime() - start) / 1e9;
                last = memory(program);
                most = Math.max(most, last);
                System.out.printf("%,d events, %.1f MiB%n", events + EVENTS_A_PART, last);
            }
            int counted = EVENTS - EVENTS_A_PART;
            figures.add("soak: endpoint events", counted / seconds, "a second", Goal.NONE);
            figures.add("soak: CPU an event", (program.cpuSeconds() - cpu) * 1000 / counted, "ms", Goal.NONE);
            figures.add(
                    "soak: writes to the kernel an event",
                    (stage.kernel().counts().writes() - writes) / (double) counted,
                    "",
                    Goal.NONE);
            String reference = "after 100,000";
            figures.add("soak: memory after 1,000,000 events", last, "MiB", reference, first, Goal.ratio(FLAT));
            figures.add("soak: most memory meanwhile", most, "MiB", reference, first, Goal.ratio(FLAT));
        }
    }

    private double part(Running program) throws Exception {
        send(program);
        return memory(program);
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

    private static double memory(Running program) throws Exception {
        TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
        program.collectGarbage();
        return program.status("VmRSS");
    }
}
