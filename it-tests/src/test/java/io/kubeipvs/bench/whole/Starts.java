package io.kubeipvs.bench.whole;

/** Cold and warm start, and the memory afterwards. */
final class Starts {
    private final Stage stage;
    private final Figures figures;

    Starts(Stage stage, Figures figures) {
        this.stage = stage;
        this.figures = figures;
    }

    void run() throws Exception {
        int services = stage.cluster().services();
        double bareStart = Bare.javaVersionSeconds();
        double bareWrite =
                services == 0 ? 0 : Bare.writeSeconds(services, stage.cluster().endpoints());
        stage.emptyKernel();
        double cold = cold(bareStart, bareWrite);
        try (Running warm = stage.start("")) {
            double seconds = seconds(warm, warm.awaitReady());
            figures.add("warm restart to ready", seconds, "s", "cold start", cold, "0.5");
            figures.add("CPU of a warm restart", warm.cpuSeconds(), "s", "");
        }
    }

    private double cold(double bareStart, double bareWrite) throws Exception {
        try (Running cold = stage.start("")) {
            if (stage.cluster().services() > 0) {
                long first = Stage.await(() -> stage.kernel().counts().addresses() > 0, cold);
                figures.add(
                        "cold start to first VIP",
                        seconds(cold, first),
                        "s",
                        "java -version",
                        bareStart,
                        "+0.5 s at 10");
            }
            Stage.await(stage::isProgrammed, cold);
            double seconds = seconds(cold, cold.awaitReady());
            figures.add(
                    "cold start to everything programmed",
                    seconds,
                    "s",
                    "JVM that writes the IPVS table alone",
                    bareWrite,
                    "");
            figures.add("CPU of a cold start", cold.cpuSeconds(), "s", "");
            memory(cold);
            return seconds;
        }
    }

    private void memory(Running program) throws Exception {
        double peak = program.status("VmHWM");
        program.collectGarbage();
        double resident = program.status("VmRSS");
        figures.add("resident memory after first sync and GC", resident, "MiB", "80 / 85 / 100 at 0 / 1,000 / 10,000");
        figures.add("private part of it", program.status("RssAnon"), "MiB", "");
        figures.add("peak of resident memory", peak, "MiB", "after first sync and GC", resident, "1.15");
    }

    private static double seconds(Running program, long at) {
        return (at - program.started()) / 1e9;
    }
}
