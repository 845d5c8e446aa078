package io.kubeipvs.bench.whole;

import io.kubeipvs.it.support.Manifests;
import java.util.Arrays;
import java.util.List;

/** A start on a folder of manifests, without an API server: from {@code exec} to the first VIP. */
final class ManifestStart {
    private static final int SERVICES = 10;
    private static final int STARTS = 5;
    private static final double SECONDS_MORE = 0.5;

    private final Stage stage;
    private final Figures figures;

    ManifestStart(Stage stage, Figures figures) {
        this.stage = stage;
        this.figures = figures;
    }

    void run() throws Exception {
        Manifests manifests = Manifests.create();
        for (int i = 1; i <= SERVICES; i++) {
            String pods = "10.128." + i + ".";
            manifests.write(
                    "web-" + i + ".yaml",
                    Manifests.web("web-" + i, "10.96.0." + i, pods + "1", pods + "2", pods + "3"));
        }
        double bare = Bare.javaVersionSeconds();
        double[] seconds = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            stage.emptyKernel();
            try (Running program = Running.start("", List.of("--manifests=" + manifests.folder()))) {
                long first = Stage.await(() -> stage.kernel().counts().addresses() > 0, program);
                seconds[i] = (first - program.started()) / 1e9;
            }
        }
        Arrays.sort(seconds);
        figures.add(
                "start with 10 Services of manifests, to first VIP",
                seconds[STARTS / 2],
                "s",
                "java -version",
                bare,
                Goal.surplus(SECONDS_MORE));
    }
}
