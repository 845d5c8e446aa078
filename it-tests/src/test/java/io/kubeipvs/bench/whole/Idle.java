package io.kubeipvs.bench.whole;

import java.util.concurrent.TimeUnit;

/** The program's cost while nothing changes, with the audit on. */
final class Idle {
    private static final int SETTLE_SECONDS = 20;
    private static final int SECONDS = 90;

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
            figures.add("idle CPU, audit on", share, "% of a core", "less than 1 at 10,000");
            figures.add("allocated idle, audit on", (allocation.kibibytes() - allocated) / 1024 / SECONDS, "MiB/s", "");
            figures.add(
                    "netlink messages idle, audit on",
                    (stage.kernel().counts().messages() - messages) / (double) SECONDS,
                    "a second",
                    "");
        }
    }
}
