package io.kubeipvs.bench.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** 5,000 endpoint changes in one second, and changes of other Services meanwhile. */
final class Burst {
    private static final int CHANGES = 5000;
    private static final int OTHERS = 100;
    private static final int OTHERS_A_SECOND = 50;
    private static final int FEWEST_SERVICES = 1000;

    private final Stage stage;
    private final Figures figures;

    Burst(Stage stage, Figures figures) {
        this.stage = stage;
        this.figures = figures;
    }

    void run() throws Exception {
        int services = stage.cluster().services();
        if (services < FEWEST_SERVICES) {
            return;
        }
        try (Running program = stage.startAndSettle("", "--ipvs-sync-period=1h")) {
            Changes burst = new Changes(stage, Changes.End.ADDED);
            Changes others = new Changes(stage, Changes.End.COMPLETE);
            List<Runnable> ofBurst = new ArrayList<>();
            List<Runnable> ofOthers = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                ofBurst.add(burst.prepare(OTHERS + i % (services - OTHERS)));
                if (i % (CHANGES / OTHERS_A_SECOND) == 0) {
                    ofOthers.add(others.prepare(1 + i / (CHANGES / OTHERS_A_SECOND)));
                }
            }
            long start = System.nanoTime();
            for (int i = 0; i < CHANGES; i++) {
                ofBurst.get(i).run();
                if (i % (CHANGES / OTHERS_A_SECOND) == 0) {
                    ofOthers.get(i / (CHANGES / OTHERS_A_SECOND)).run();
                }
                pause(start, (i + 1) * TimeUnit.SECONDS.toNanos(1) / CHANGES);
            }
            double seconds = (burst.await(program) - start) / 1e9;
            others.await(program);
            figures.add("5,000 endpoint changes in a second, all applied", seconds, "s", Goal.figure(2));
            double[] millis = others.sortedMillis();
            figures.add("change of another Service meanwhile, p50", Changes.percentile(millis, 50), "ms", Goal.NONE);
            figures.add("change of another Service meanwhile, p99", Changes.percentile(millis, 99), "ms", Goal.NONE);
        }
    }

    private static void pause(long start, long until) {
        while (System.nanoTime() - start < until) {
            LockSupport.parkNanos(start + until - System.nanoTime());
        }
    }
}
