package io.kubeipvs.bench.whole;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus in a process of its own, which scrapes the program every two seconds. */
final class Prometheus implements AutoCloseable {
    /** Between two scrapes. */
    static final int SECONDS = 2;

    private static final String ADDRESS = "127.0.0.1:9090";
    private static final int STOP_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;

    /**
     * The answer to a query over a time.
     *
     * @param labels its labels
     * @param values by the time, in seconds since 1970
     */
    record Series(Map<String, String> labels, Map<Long, Double> values) {}

    private Prometheus(Process process) {
        this.process = process;
    }

    static Prometheus start() throws IOException {
        Path folder = Files.createTempDirectory("prometheus");
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: %ds, scrape_timeout: %ds}
                scrape_configs:
                  - job_name: kube-ipvs
                    static_configs:
                      - {targets: ["127.0.0.1:10249"], labels: {instance: n1, cluster: example}}
                """.formatted(SECONDS, SECONDS));
        return new Prometheus(new ProcessBuilder(
                        System.getProperty("bench.prometheus"),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + ADDRESS)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start());
    }

    /** Evaluates a query at each step of a time, all in seconds since 1970. */
    List<Series> query(String query, long from, long to, int step) throws IOException, InterruptedException {
        String path = "/api/v1/query_range?start=" + from + "&end=" + to + "&step=" + step + "&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + ADDRESS + path)).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(query + ": " + answer.body());
        }
        List<Series> series = new ArrayList<>();
        for (JsonNode one : JsonMapper.shared().readTree(answer.body()).at("/data/result")) {
            series.add(new Series(labels(one.get("metric")), values(one.get("values"))));
        }
        return series;
    }

    private static Map<String, String> labels(JsonNode metric) {
        Map<String, String> labels = new TreeMap<>();
        metric.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        return labels;
    }

    private static Map<Long, Double> values(JsonNode pairs) {
        Map<Long, Double> values = new TreeMap<>();
        for (JsonNode pair : pairs) {
            double value = Double.parseDouble(pair.get(1).asString().replace("Inf", "Infinity"));
            if (Double.isFinite(value)) {
                values.put(pair.get(0).asLong(), value);
            }
        }
        return values;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
