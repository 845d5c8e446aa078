package io.kubeipvs.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLineTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static DefaultLoggingEvent event(Level level, String pattern, Object... arguments) {
        DefaultLoggingEvent event = new DefaultLoggingEvent(level, LoggerFactory.getLogger("io.kubeipvs.X"));
        event.setTimeStamp(5);
        event.setMessage(pattern);
        event.addArguments(arguments);
        return event;
    }

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
        JsonNode object = JSON.readTree(JsonLine.of(event(Level.WARN, line == null ? "" : line)));
        assertThat(object.path("ts").asLong()).isEqualTo(5);
        assertThat(object.path("level").asString()).isEqualTo("warn");
        assertThat(object.path("logger").asString()).isEqualTo("io.kubeipvs.X");
        JSON.readTree(json)
                .properties()
                .forEach(field -> assertThat(object.path(field.getKey())).isEqualTo(field.getValue()));
    }

    @Test
    void aValueAddsNoKey() {
        JsonNode object = JSON.readTree(JsonLine.of(event(
                Level.WARN,
                "rejected object={} cause=\"{}\" fix=\"{}\" tries={}",
                "a b=1",
                "was \"x\" fix=\"rm -rf\"",
                "{} none",
                7)));
        assertThat(object.propertyNames())
                .containsExactlyInAnyOrder("ts", "level", "msg", "logger", "object", "cause", "fix", "tries");
        assertThat(object.path("msg").asString()).isEqualTo("rejected");
        assertThat(object.path("object").asString()).isEqualTo("a b=1");
        assertThat(object.path("cause").asString()).isEqualTo("was \"x\" fix=\"rm -rf\"");
        assertThat(object.path("fix").asString()).isEqualTo("{} none");
        assertThat(object.path("tries").asInt()).isEqualTo(7);
    }

    @Test
    void anArgumentMayHavePairs() {
        JsonNode object = JSON.readTree(
                JsonLine.of(event(Level.INFO, "config_changed {}", "ipvs.scheduler=lc ipvs.syncPeriod=7s")));
        assertThat(object.path("msg").asString()).isEqualTo("config_changed");
        assertThat(object.path("ipvs.scheduler").asString()).isEqualTo("lc");
        assertThat(object.path("ipvs.syncPeriod").asString()).isEqualTo("7s");
    }

    @Test
    void aStackTraceStaysInTheLine() {
        DefaultLoggingEvent event = event(Level.ERROR, "failed");
        event.setThrowable(new IllegalStateException("a\nb"));
        String line = JsonLine.of(event);
        assertThat(line.lines()).hasSize(1);
        assertThat(JSON.readTree(line).path("err").asString())
                .startsWith("java.lang.IllegalStateException: a\nb\n\tat io.kubeipvs.daemon.logging.JsonLineTest");
    }
}
