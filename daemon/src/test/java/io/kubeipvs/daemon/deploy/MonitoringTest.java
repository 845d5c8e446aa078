package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.metrics.Exercised;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Dashboard and alerts ask for what the program has: every word of an expression is a metric or a label of its page, a word
 * of the query language, or what Prometheus itself adds; and every metric is shown somewhere. Expressions are not
 * parsed as Prometheus does it: {@code it-tests/alerts} tests the alerts with promtool.
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
            "time",
            "histogram_quantile",
            "label_values");
    private static final Set<String> PROMETHEUS = Set.of("up", "job", "instance", "le");
    private static final Pattern WORD = Pattern.compile("(?<![\\w$.])[a-zA-Z_:][\\w:]*");

    @Test
    void alertsAskForWhatThereIs() throws IOException {
        JsonNode file =
                Yaml.documents(Yaml.DEPLOY.resolve("monitoring/alerts.yaml")).get(0);
        List<JsonNode> rules = new ArrayList<>();
        file.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
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
        List<String> expressions = dashboard();
        assertThat(expressions).hasSizeGreaterThan(8).allSatisfy(MonitoringTest::assertExpression);
    }

    @Test
    void aMetricThatIsNotThereIsFound() {
        assertThat(unknown("rate(kubeipvs_operation_total{outcome=\"refused\"}[5m]) > 0"))
                .containsExactly("kubeipvs_operation_total");
        assertThat(unknown("sum by (node) (kubeipvs_draining_servers)")).containsExactly("node");
    }

    private static List<String> dashboard() throws IOException {
        JsonNode file = Yaml.documents(Yaml.DEPLOY.resolve("monitoring/grafana-dashboard.json"))
                .get(0);
        List<String> expressions = new ArrayList<>();
        file.path("panels").forEach(panel -> {
            assertThat(panel.path("title").asString()).isNotEmpty();
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asString()));
        });
        Set<Integer> ids = new HashSet<>();
        file.path("panels")
                .forEach(panel -> assertThat(ids.add(panel.path("id").asInt())).isTrue());
        return expressions;
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
        words.removeAll(words(Pattern.compile("[{,]([a-z_]+)="), page(), 1));
        return words;
    }

    /** Names as they are asked for: a histogram's are those of its parts. */
    private static Set<String> series() {
        return words(Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE), page(), 1);
    }

    private static Set<String> words(Pattern pattern, String text, int group) {
        Set<String> words = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(group));
        }
        return words;
    }

    /** The page of a program to which everything has happened once. */
    private static String page() {
        return Exercised.metrics(1).scrape();
    }
}
