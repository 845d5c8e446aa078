package io.kubeipvs.bench.whole;

import java.util.concurrent.TimeUnit;

/** 1,000 changes of one endpoint, one after another at a fixed rate: with the audit on, and what they cost with it off. */
final class SingleChanges {
    private static final int CHANGES = 1000;
    private static final int FEWEST_SERVICES = 100;
    /** The pause between two changes, in milliseconds. */
    static final long PAUSE_MILLIS_AUDITED = 65;

    private static final long PAUSE_MILLIS = 20;
    private static final int DRAIN_SECONDS = 5;

    private final Stage stage;
    private final Figures figures;

    SingleChanges(Stage stage, Figures figures) {
        this.stage = stage;
        this.figures = figures;
    }

    void run() throws Exception {
        if (stage.cluster().services() < FEWEST_SERVICES) {
            return;
        }
        double bare = Bare.changeMillis();
        double together = Bare.exchangeMillis();
        stage.emptyKernel();
        latency(bare, together);
        cost();
    }

    /**
     * @param bare milliseconds that the same messages take without the program, one after the other
     * @param together the same, sent together
     */
    private void latency(double bare, double together) throws Exception {
        try (Running program = stage.startAndSettle("")) {
            // A program that runs for days has its code compiled, and so has the reference.
            Changes warmUps = new Changes(stage, Changes.End.COMPLETE);
            warmUps.sendSteadily(CHANGES, 2, PAUSE_MILLIS);
            warmUps.await(program);
            Changes changes = new Changes(stage, Changes.End.COMPLETE);
            changes.sendSteadily(CHANGES, 1, PAUSE_MILLIS_AUDITED);
            changes.await(program);
            double[] millis = changes.sortedMillis();
            double median = Changes.percentile(millis, 50);
            Goal three = Goal.ratio(3).andFlat();
            figures.add("one endpoint change, p50, audit on", median, "ms", "the same messages alone", bare, three);
            double most = Changes.percentile(millis, 99);
            figures.add("one endpoint change, p99, audit on", most, "ms", "p50", median, Goal.ratio(10));
            figures.add("the same messages alone, in one exchange", together, "ms", Goal.NONE);
            figures.add("one endpoint change, longest, audit on", millis[millis.length - 1], "ms", Goal.NONE);
        }
    }

    private void cost() throws Exception {
        Allocation allocation = new Allocation();
        try (Running program = stage.startAndSettle(allocation.option(), "--ipvs-sync-period=1h")) {
            Changes changes = new Changes(stage, Changes.End.COMPLETE);
            changes.sendSteadily(CHANGES, 2, PAUSE_MILLIS);
            changes.await(program);
            TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
            long messages = stage.kernel().counts().messages();
            double cpu = program.cpuSeconds();
            double allocated = allocation.kibibytes();
            changes.sendSteadily(CHANGES, 3, PAUSE_MILLIS);
            changes.await(program);
            TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
            figures.add(
                    "netlink messages a change",
                    (stage.kernel().counts().messages() - messages) / (double) CHANGES,
                    "",
                    Goal.flat());
            figures.add("CPU a change, audit off", (program.cpuSeconds() - cpu) * 1000 / CHANGES, "ms", Goal.flat());
            figures.add(
                    "allocated a change, audit off",
                    (allocation.kibibytes() - allocated) / CHANGES,
                    "KiB",
                    Goal.flat());
        }
    }
}
