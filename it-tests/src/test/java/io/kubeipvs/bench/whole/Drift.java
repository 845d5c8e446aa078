package io.kubeipvs.bench.whole;

/** The time until an object that another program removed is back: the longest of several times. */
final class Drift {
    private static final int TIMES = 3;
    private static final double PASS_SECONDS = 30;

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
                    Goal.figure(PASS_SECONDS));
        }
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
