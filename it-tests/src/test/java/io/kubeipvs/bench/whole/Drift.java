package io.kubeipvs.bench.whole;

/** How long it takes until an object that another program removed is back. */
final class Drift {
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
        try (Running program = stage.startAndSettle("")) {
            measure("a removed element is back", "1", program, stage.kernel()::loseElement);
            measure("a removed address is back", "1", program, stage.kernel()::loseAddress);
            measure("a removed virtual server is back", "one pass", program, stage.kernel()::loseVirtualServer);
        }
    }

    private void measure(String work, String goal, Running program, Loss loss) throws Exception {
        long start = System.nanoTime();
        loss.happen();
        double seconds = (Stage.await(stage::isProgrammed, program) - start) / 1e9;
        figures.add(work, seconds, "s", goal);
    }
}
