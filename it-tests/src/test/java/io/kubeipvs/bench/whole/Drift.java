package io.kubeipvs.bench.whole;

/**
 * The time until an object that another program removed is back: the longest of several times. The kernel does not announce
 * the end of a virtual server, so that the audit has to find it: within one pass.
 */
final class Drift {
    private static final int TIMES = 3;
    private static final String PASSES = "kubeipvs_audit_passes_total";
    private static final long METRICS_PAUSE_MILLIS = 200;

    private final Stage stage;
    private final Figures figures;

    Drift(Stage stage, Figures figures) {
        this.stage = stage;
        this.figures = figures;
    }

    /** Removes something. */
    @FunctionalInterface
    private interface Loss {
        void happen() throws Exception;
    }

    void run() throws Exception {
        if (stage.cluster().services() == 0) {
            return;
        }
        Goal second = Goal.figure(1);
        try (Running program = stage.startAndSettle("")) {
            figures.add("a removed element is back", longest(TIMES, program, stage.kernel()::loseElement), "s", second);
            figures.add("a removed address is back", longest(TIMES, program, stage.kernel()::loseAddress), "s", second);
            figures.add("all removed tables are back", longest(1, program, stage.kernel()::loseTables), "s", second);
            figures.add("the removed link is back", longest(1, program, stage.kernel()::loseLink), "s", second);
            figures.add(
                    "a removed virtual server is back, audit every 30 s",
                    longest(TIMES, program, stage.kernel()::loseVirtualServer),
                    "s",
                    "one pass",
                    pass(program),
                    Goal.ratio(1));
        }
    }

    /** The time between the ends of two passes, in seconds. */
    private static double pass(Running program) throws Exception {
        long start = awaitPass(program);
        return (awaitPass(program) - start) / 1e9;
    }

    private static long awaitPass(Running program) throws Exception {
        double before = program.metric(PASSES);
        return Stage.await(() -> program.metric(PASSES) > before, METRICS_PAUSE_MILLIS, program);
    }

    private double longest(int times, Running program, Loss loss) throws Exception {
        double longest = 0;
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            loss.happen();
            longest = Math.max(longest, (Stage.await(stage::isProgrammed, program) - start) / 1e9);
        }
        return longest;
    }
}
