package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Dashboard and alerts, and those of others for kube-proxy, query what the program has: every word of an expression is a
 * metric or a label of its page, a word of the query language, or what Prometheus itself adds. {@code it-tests/alerts}
 * evaluates them with promtool.
 */
class MonitoringTest {
    private static final Set<String> LANGUAGE = Set.of(
            "sum",
            "max",
            "min",
            "count",
            "by",
            "on",
            "or",
            "unless",
            "absent",
            "rate",
            "increase",
            "changes",
            "group",
            "topk",
            "min_over_time",
            "vector",
            "time",
            "histogram_quantile",
            "label_values");
    private static final Set<String> PROMETHEUS = Set.of("up", "job", "instance", "le", "cluster");
    private static final Pattern WORD = Pattern.compile("(?<![\\w$.])[a-zA-Z_:][\\w:]*");

    @Test
    void alertsAskForWhatThereIs() throws IOException {
        List<JsonNode> rules = Queries.alerts();
        assertThat(rules).hasSizeGreaterThan(5).allSatisfy(rule -> {
            assertThat(rule.path("alert").asString()).matches("KubeIpvs[A-Z]\\w+");
            assertThat(rule.at("/labels/severity").asString()).isIn("critical", "warning");
            assertThat(rule.at("/annotations/summary").asString()).isNotEmpty();
            assertExpression(rule.path("expr").asString());
        });
        assertThat(rules).extracting(rule -> rule.path("alert").asString()).doesNotHaveDuplicates();
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        assertThat(Queries.dashboard()).hasSizeGreaterThan(50).allSatisfy(MonitoringTest::assertExpression);
    }

    @Test
    void monitoringOfKubeProxyAsksForWhatThereIs() throws IOException {
        Map<String, String> queries = new TreeMap<>(Queries.mixin());
        assertThat(unknown(queries.remove("Goroutines"))).containsExactly("go_goroutines");
        assertThat(queries.values()).hasSize(12).allSatisfy(MonitoringTest::assertExpression);
    }

    @Test
    void everyQueryIsPutToPromtool() throws IOException {
        List<String> queries = new ArrayList<>(Queries.dashboard());
        queries.addAll(Queries.mixin().values());
        Path folder = Files.createDirectories(Path.of("target", "monitoring"));
        // it-tests/alerts runs promtool with it.
        Files.writeString(
                folder.resolve("queries-test.yaml"),
                Queries.promtool(queries, List.of(Queries.mixin().get("Goroutines"))));
    }

    @Test
    void everyAlertHasARunbook() throws IOException {
        String runbooks = Files.readString(Path.of("..", "docs", "runbooks.md"));
        List<String> headings = Pattern.compile("(?m)^## (\\w+)$")
                .matcher(runbooks)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(headings)
                .containsExactlyElementsOf(Queries.alerts().stream()
                        .map(rule -> rule.path("alert").asString())
                        .toList());
        assertThat(Queries.alerts())
                .allSatisfy(
                        rule -> assertThat(rule.at("/annotations/runbook_url").asString())
                                .isEqualTo("docs/runbooks.md#"
                                        + rule.path("alert").asString().toLowerCase(Locale.ROOT)));
        String commands = Files.readString(Path.of("..", "docs", "commands.md"))
                + Files.readString(Path.of("..", "docs", "usage.md"));
        for (String section : runbooks.split("(?m)^## ")) {
            if (section.startsWith("KubeIpvs")) {
                assertThat(section).contains("**Symptom.** ", "**Meaning.** ", "**Fix.** ");
                assertThat(section.split("```")[1].strip().lines())
                        .hasSize(3)
                        .allSatisfy(line -> assertCommand(line, commands));
            }
        }
    }

    /** A command of kubectl's, or one of ours that exists, through the plugin. */
    private static void assertCommand(String line, String documented) {
        assertThat(line).startsWith("kubectl ");
        Matcher ours =
                Pattern.compile("kubectl ipvs (?:--node NODE|--all) (\\S+).*").matcher(line);
        assertThat(line.startsWith("kubectl ipvs")).isEqualTo(ours.matches());
        if (ours.matches()) {
            assertThat(documented).contains("kube-ipvs " + ours.group(1));
        }
    }

    @Test
    void aMetricThatIsNotThereIsFound() {
        assertThat(unknown("rate(kubeipvs_operation_total{outcome=\"refused\"}[5m]) > 0"))
                .containsExactly("kubeipvs_operation_total");
        assertThat(unknown("sum by (node) (kubeipvs_draining_servers)")).containsExactly("node");
    }

    private static void assertExpression(String expression) {
        assertThat(unknown(expression)).as(expression).isEmpty();
        for (String pair : List.of("()", "[]", "{}")) {
            assertThat(expression.chars().filter(c -> c == pair.charAt(0)).count())
                    .as(expression)
                    .isEqualTo(
                            expression.chars().filter(c -> c == pair.charAt(1)).count());
        }
    }

    /** Words that are none of what they may be, texts and spans of time aside. */
    private static Set<String> unknown(String expression) {
        Set<String> words = words(WORD, expression.replaceAll("\"[^\"]*\"", "").replaceAll("\\[[^]]*]", ""), 0);
        words.removeAll(LANGUAGE);
        words.removeAll(PROMETHEUS);
        words.removeAll(series());
        words.removeAll(words(Pattern.compile("[{,]([a-z_]+)="), Queries.page(), 1));
        return words;
    }

    /** Names as they are asked for: a histogram's are those of its parts. */
    private static Set<String> series() {
        return words(Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE), Queries.page(), 1);
    }

    private static Set<String> words(Pattern pattern, String text, int group) {
        Set<String> words = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(group));
        }
        return words;
    }
}
