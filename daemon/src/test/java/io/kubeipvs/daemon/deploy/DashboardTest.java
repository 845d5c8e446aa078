package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.config.GeneratedText;
import io.kubeipvs.daemon.metrics.Exercised;
import io.kubeipvs.daemon.metrics.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard is made of dashboard.yaml, queries what the program has, and shows every metric or states why not. */
class DashboardTest {
    private static final Path FOLDER = Yaml.DEPLOY.resolve("monitoring");

    @Test
    void itIsMadeOfItsSource() throws IOException {
        GeneratedText.of(FOLDER.resolve("grafana-dashboard.json")).isEqualTo(Dashboard.json(source()));
    }

    @Test
    void everyMetricIsOnAPanelOrListedAsOmitted() throws IOException {
        String queries = String.join("\n", Queries.dashboard());
        Set<String> hidden = new TreeSet<>();
        for (String metric : Series.families(Exercised.metrics(1).scrape())) {
            if (!Pattern.compile("\\b" + metric + "(_bucket|_sum|_count)?\\b")
                    .matcher(queries)
                    .find()) {
                hidden.add(metric);
            }
        }
        assertThat(hidden).isEqualTo(new TreeSet<>(source().path("leftOut").propertyNames()));
    }

    @Test
    void panelsHaveTitlesUnitsAndPlacesOfTheirOwn() throws IOException {
        JsonNode made = Yaml.documents(FOLDER.resolve("grafana-dashboard.json")).get(0);
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : made.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(panel.path("title").asString()).isNotEmpty();
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(cells.add((place.path("x").asInt() + x) + ","
                                    + (place.path("y").asInt() + y)))
                            .as(panel.path("title").asString())
                            .isTrue();
                }
            }
        }
        assertThat(made.path("panels")
                        .valueStream()
                        .filter(panel -> panel.path("type").asString().equals("row")))
                .extracting(row -> row.path("title").asString())
                .startsWith(
                        "Now",
                        "Latency",
                        "Work",
                        "State",
                        "Traffic of Services, if serviceMetrics is enabled",
                        "Trouble",
                        "API server",
                        "Process");
        assertThat(made.at("/templating/list")
                        .valueStream()
                        .map(variable -> variable.path("name").asString()))
                .containsExactly("datasource", "cluster", "job", "instance");
    }

    @Test
    void everyQueryKeepsToTheChosenNodes() throws IOException {
        List<String> queries = Queries.dashboard();
        assertThat(queries)
                .hasSizeGreaterThan(50)
                .allSatisfy(query ->
                        assertThat(query).contains("cluster=~\"$cluster\",job=~\"$job\",instance=~\"$instance\""));
    }

    private static JsonNode source() throws IOException {
        return Yaml.documents(FOLDER.resolve("dashboard.yaml")).get(0);
    }
}
