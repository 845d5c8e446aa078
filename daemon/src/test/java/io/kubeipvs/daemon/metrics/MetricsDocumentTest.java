package io.kubeipvs.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists every metric with its type and labels, and no others. */
class MetricsDocumentTest {
    @Test
    void namesEveryMetricItsTypeAndLabels() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replaceFirst("(\\|[^|]*\\|[^|]*\\|[^|]*\\|).*", "$1"))
                .map(line -> line.replace("|  |", "| |"))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Exposed.all(Exercised.metrics(1).scrape()).values().stream()
                                .map(metric -> metric.row().replace("|  |", "| |"))
                                .toList());
    }
}
