package io.kubeipvs.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLineTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "started | {\"msg\":\"started\"}",
                "started version=1.2 node=n1 | {\"msg\":\"started\",\"version\":\"1.2\",\"node\":\"n1\"}",
                "synced rounds=7 took=12ms | {\"msg\":\"synced\",\"rounds\":7,\"took\":\"12ms\"}",
                "a cause=\"b \"c\" d\" fix=\"\" | {\"msg\":\"a\",\"cause\":\"b \\\"c\\\" d\",\"fix\":\"\"}",
                "a keys=[b, c] d=1 | {\"msg\":\"a\",\"keys\":\"[b, c]\",\"d\":1}",
                "config_changed ipvs.syncPeriod=7s | {\"msg\":\"config_changed\",\"ipvs.syncPeriod\":\"7s\"}",
                "odd a=1 b | {\"msg\":\"odd a=1 b\",\"a\":1}",
                "A library logs x=1 | {\"msg\":\"A library logs x=1\"}",
                "`` | {\"msg\":\"\"}"
            })
    void aLineBecomesAnObjectWithItsKeys(String line, String json) {
        JsonNode object = JSON.readTree(JsonLine.of(5, Level.WARN, "io.kubeipvs.X", line == null ? "" : line, null));
        assertThat(object.path("ts").asLong()).isEqualTo(5);
        assertThat(object.path("level").asString()).isEqualTo("warn");
        assertThat(object.path("logger").asString()).isEqualTo("io.kubeipvs.X");
        JSON.readTree(json)
                .properties()
                .forEach(field -> assertThat(object.path(field.getKey())).isEqualTo(field.getValue()));
    }

    @Test
    void aStackTraceStaysInTheLine() {
        String line = JsonLine.of(5, Level.ERROR, "x", "failed", new IllegalStateException("a\nb"));
        assertThat(line.lines()).hasSize(1);
        assertThat(JSON.readTree(line).path("err").asString())
                .startsWith("java.lang.IllegalStateException: a\nb\n\tat io.kubeipvs.daemon.logging.JsonLineTest");
    }
}
