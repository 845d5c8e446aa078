package io.kubeipvs.bench.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Draws the Grafana dashboard of five minutes of work: a Prometheus scrapes the program and evaluates the queries of the
 * dashboard. In this time endpoints change, at first a few and then many at once, and another program removes objects of
 * the kernel.
 */
final class Dashboard {
    private static final int SECONDS = 300;
    private static final int STEP_SECONDS = 3;
    /** Instead of Grafana's variable: four scrapes have to be in it. */
    private static final String RATE_INTERVAL = "15s";

    /** As a kubelet does. */
    private static final int PROBE_SECONDS = 5;

    private static final int BURST_SECOND = 150;
    private static final int BURST = 400;
    private static final int MOST_A_SECOND = 20;
    private static final double WAVE_SECONDS = 120;

    private final Stage stage;
    private final Path folder;

    /** @param folder gets the picture, {@code dashboard.svg} */
    Dashboard(Stage stage, Path folder) {
        this.stage = stage;
        this.folder = folder;
    }

    void run() throws Exception {
        JsonNode dashboard = JsonMapper.shared().readTree(Path.of(System.getProperty("bench.dashboard")));
        Path config = Files.createTempDirectory("config").resolve("config.conf");
        configure(config, SECONDS);
        try (Prometheus prometheus = Prometheus.start();
                Running program = stage.startAndSettle("", "--kube-ipvs-config=" + config)) {
            long from = System.currentTimeMillis() / 1000;
            work(program, config);
            long to = System.currentTimeMillis() / 1000;
            List<DashboardPicture.Drawn> panels = new ArrayList<>();
            for (JsonNode panel : dashboard.get("panels")) {
                panels.add(new DashboardPicture.Drawn(panel, lines(prometheus, panel, from, to)));
            }
            Files.writeString(folder.resolve("dashboard.svg"), DashboardPicture.of(panels, from, to));
        }
        System.out.println("dashboard: " + folder.resolve("dashboard.svg"));
    }

    private void work(Running program, Path config) throws Exception {
        Changes changes = new Changes(stage, Changes.End.ADDED);
        int service = 0;
        for (int second = 0; second < SECONDS && program.isAlive(); second++) {
            int count = second == BURST_SECOND
                    ? BURST
                    : (int) Math.round(MOST_A_SECOND * (0.6 + 0.4 * Math.sin(second * 2 * Math.PI / WAVE_SECONDS)));
            for (int i = 0; i < count; i++) {
                service = (service + 7) % stage.cluster().services();
                changes.send(service);
            }
            if (second == SECONDS / 3) {
                stage.kernel().loseAddress();
            } else if (second == SECONDS * 2 / 3) {
                stage.kernel().loseElement();
                configure(config, SECONDS / 2);
            }
            if (second % PROBE_SECONDS == 0 && !Running.isHealthy()) {
                throw new IllegalStateException("the program is not healthy: " + program.log());
            }
            TimeUnit.SECONDS.sleep(1);
        }
        changes.await(program);
    }

    private static void configure(Path config, int drainSeconds) throws IOException {
        Files.writeString(config, """
                apiVersion: kubeipvs.io/v1alpha1
                kind: KubeIpvsConfiguration
                drainTimeout: %ds
                """.formatted(drainSeconds));
    }

    private static List<DashboardPicture.Line> lines(Prometheus prometheus, JsonNode panel, long from, long to)
            throws IOException, InterruptedException {
        List<DashboardPicture.Line> lines = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            String query = target.get("expr")
                    .asString()
                    .replaceAll("\\$(cluster|job|instance)", ".*")
                    .replace("$__rate_interval", RATE_INTERVAL);
            for (Prometheus.Series series : prometheus.query(query, from, to, STEP_SECONDS)) {
                lines.add(new DashboardPicture.Line(
                        legend(target.path("legendFormat").asString(""), series), series.values()));
            }
        }
        return lines;
    }

    private static String legend(String format, Prometheus.Series series) {
        String legend = format;
        for (var label : series.labels().entrySet()) {
            legend = legend.replace("{{" + label.getKey() + "}}", label.getValue());
        }
        return legend.replaceAll("\\{\\{[a-z_]+}}", "").strip();
    }
}
