package io.kubeipvs.bench.whole;

import java.util.concurrent.TimeUnit;

/** The program's cost while nothing changes, with the audit on. */
final class Idle {
    private static final int SETTLE_SECONDS = 20;
    private static final int SECONDS = 90;
    private static final int MOST = 10_000;

    private final Stage stage;
    private final Figures figures;

    Idle(Stage stage, Figures figures) {
        this.stage = stage;
        this.figures = figures;
    }

    /** Over three sync periods of 30 s. */
    void run() throws Exception {
        Allocation allocation = new Allocation();
        try (Running program = stage.startAndSettle(allocation.option())) {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            double cpu = program.cpuSeconds();
            double allocated = allocation.kibibytes();
            long messages = stage.kernel().counts().messages();
            TimeUnit.SECONDS.sleep(SECONDS);
            double share = (program.cpuSeconds() - cpu) / SECONDS * 100;
            figures.add(
                    "idle CPU, audit on",
                    share,
                    "% of a core",
                    stage.cluster().services() <= MOST ? Goal.figure(1).at(MOST) : Goal.NONE);
            figures.add(
                    "allocated idle, audit on",
                    (allocation.kibibytes() - allocated) / 1024 / SECONDS,
                    "MiB/s",
                    Goal.NONE);
            figures.add(
                    "netlink messages idle, audit on",
                    (stage.kernel().counts().messages() - messages) / (double) SECONDS,
                    "a second",
                    Goal.NONE);
        }
    }
}
