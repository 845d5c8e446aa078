package io.kubeipvs.daemon.deploy;

import io.kubeipvs.daemon.metrics.Exercised;
import io.kubeipvs.daemon.metrics.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Queries about the metrics of the program: those of our dashboard and alerts, and those that others have. */
final class Queries {
    private static final Path MONITORING = Yaml.DEPLOY.resolve("monitoring");

    private Queries() {}

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        Yaml.documents(MONITORING.resolve("alerts.yaml"))
                .get(0)
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    /** The queries of our dashboard's panels and annotations. */
    static List<String> dashboard() throws IOException {
        JsonNode file =
                Yaml.documents(MONITORING.resolve("grafana-dashboard.json")).get(0);
        List<String> queries = new ArrayList<>();
        file.findValues("expr").forEach(query -> queries.add(query.asString()));
        return queries;
    }

    /** The queries of kubernetes-mixin's dashboard and alerts for kube-proxy, by panel or alert; see the file. */
    static Map<String, String> mixin() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/monitoring/kubernetes-mixin.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" \\| ", 2);
                queries.put(parts[0].strip(), parts[1].strip());
            }
        }
        return queries;
    }

    /** The page of a program to which everything has happened once. */
    static String page() {
        return Exercised.metrics(1).scrape();
    }

    /**
     * A file for {@code promtool test rules}: every series of the page grows for an hour, and each query must have a result, or
     * none if it is one of these.
     */
    static String promtool(List<String> queries, List<String> empty) {
        StringBuilder file =
                new StringBuilder("evaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n");
        List<String> series = new ArrayList<>(Series.of(page()));
        series.add("up");
        for (String name : series) {
            String labels = name.contains("{") ? name.replaceFirst("}$", ",") : name + "{";
            file.append("      - {series: ")
                    .append(quoted(labels + "job=\"kube-proxy\",instance=\"n1\"}"))
                    .append(", values: '0+1x60'}\n");
        }
        file.append("    promql_expr_test:\n");
        for (String query : queries) {
            String answer = empty.contains(query) ? "[]" : "[{labels: '{}', value: 1}]";
            file.append("      - {eval_time: 30m, expr: ")
                    .append(quoted("count(" + concrete(query) + ") > bool 0"))
                    .append(", exp_samples: ")
                    .append(answer)
                    .append("}\n");
        }
        return file.toString();
    }

    /** With what Grafana puts in place of its variables. */
    private static String concrete(String query) {
        return query.replace("$__rate_interval", "5m").replaceAll("\\$(cluster|job|instance)\\b", ".*");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
