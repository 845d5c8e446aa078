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
        long writes = stage.kernel().counts().writes();
        try (Running warm = stage.start("")) {
            double seconds = seconds(warm, warm.awaitReady());
            figures.add("warm restart to ready", seconds, "s", "cold start", cold, Goal.ratio(0.5));
            figures.add("CPU of a warm restart", warm.cpuSeconds(), "s", Goal.NONE);
            figures.add(
                    "writes to the kernel in a warm restart",
                    stage.kernel().counts().writes() - writes,
                    "",
                    Goal.figure(0));
        }
    }

    private double cold(double bareStart, double bareWrite) throws Exception {
        try (Running cold = stage.start("")) {
            if (stage.cluster().services() > 0) {
                long first = Stage.await(() -> stage.kernel().counts().addresses() > 0, cold);
                figures.add(
                        "cold start to first VIP", seconds(cold, first), "s", "java -version", bareStart, Goal.NONE);
            }
            Stage.await(stage::isProgrammed, cold);
            double seconds = seconds(cold, cold.awaitReady());
            figures.add(
                    "cold start to everything programmed",
                    seconds,
                    "s",
                    "JVM that writes the IPVS table alone",
                    bareWrite,
                    Goal.NONE);
            figures.add("CPU of a cold start", cold.cpuSeconds(), "s", Goal.NONE);
            memory(cold);
            return seconds;
        }
    }

    private void memory(Running program) throws Exception {
        double peak = program.status("VmHWM");
        program.collectGarbage();
        double resident = program.status("VmRSS");
        figures.add("resident memory after first sync and GC", resident, "MiB", memoryGoal());
        figures.add("private part of it", program.status("RssAnon"), "MiB", Goal.NONE);
        figures.add("peak of resident memory", peak, "MiB", "after first sync and GC", resident, Goal.ratio(1.15));
    }

    private Goal memoryGoal() {
        int services = stage.cluster().services();
        return switch (services) {
            case 0 -> Goal.figure(80).at(services);
            case 1000 -> Goal.figure(85).at(services);
            case 10_000 -> Goal.figure(100).at(services);
            default -> Goal.NONE;
        };
    }

    private static double seconds(Running program, long at) {
        return (at - program.started()) / 1e9;
    }
}
