package io.kubeipvs.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @AfterEach
    void quiet() {
        Logging.setVerbose(false);
        Logging.setJson(false);
    }

    @Test
    void aLineIsAJsonObjectWhileTheFormatIsJson() {
        Logger logger = LoggerFactory.getLogger("io.kubeipvs.daemon.LoggingTest.json");
        try (CapturedLog log = new CapturedLog()) {
            Logging.setJson(true);
            logger.warn("first a={} cause=\"{}\"", 1, "b c", new IllegalStateException("d"));
            logger.debug("hidden");
            Logging.setJson(false);
            logger.info("second");
            assertThat(log.lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("INFO")
                    .endsWith("second");
            assertThat(log.lines().get(0))
                    .startsWith("{\"ts\":")
                    .contains("\"level\":\"warn\",\"msg\":\"first\",\"a\":1,\"cause\":\"b c\"")
                    .contains("\"err\":\"java.lang.IllegalStateException: d\\n\\tat ")
                    .endsWith("}");
        }
    }

    @Test
    void aStackTraceFollowsItsLine() {
        try (CapturedLog log = new CapturedLog()) {
            LoggerFactory.getLogger("io.kubeipvs.daemon.LoggingTest.trace")
                    .warn("first a={}", 1, new IllegalStateException("b"));
            assertThat(log.lines().get(0)).endsWith(" WARN first a=1");
            assertThat(log.lines().get(1)).isEqualTo("java.lang.IllegalStateException: b");
            assertThat(log.lines().get(2)).startsWith("\tat " + LoggingTest.class.getName());
        }
    }

    @Test
    void debugLinesAreSwitchedOnAndOffForLoggersMadeBeforeAndAfter() {
        Logging.setVerbose(false);
        Logger before = LoggerFactory.getLogger("io.kubeipvs.daemon.LoggingTest.before");
        assertThat(before.isDebugEnabled()).isFalse();
        Logging.setVerbose(true);
        assertThat(before.isDebugEnabled()).isTrue();
        assertThat(before.isTraceEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("io.kubeipvs.daemon.LoggingTest.after")
                        .isDebugEnabled())
                .isTrue();
        Logging.setVerbose(false);
        assertThat(before.isDebugEnabled()).isFalse();
        assertThat(before.isInfoEnabled()).isTrue();
    }

    @Test
    void aDebugLineIsPrintedOnlyWhileTheLogIsVerbose() {
        Logger logger = LoggerFactory.getLogger("io.kubeipvs.daemon.LoggingTest.line");
        try (CapturedLog log = new CapturedLog()) {
            logger.debug("first a={}", 1);
            Logging.setVerbose(true);
            logger.debug("second a={}", 2);
            Logging.setVerbose(false);
            logger.debug("third a={}", 3);
            assertThat(log.lines()).singleElement().asString().contains("DEBUG").endsWith("second a=2");
        }
    }

    @Test
    void librariesAreNotConcerned() {
        Logging.setVerbose(true);
        assertThat(LoggerFactory.getLogger("org.example.Library").isDebugEnabled())
                .isFalse();
    }

    @Test
    void slf4jReportsNothingOfItsOwnWhenTheProgramStarts() throws Exception {
        Process program = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Started.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isZero();
        assertThat(output.lines()).singleElement().asString().matches("\\S+Z INFO hello a=1");
    }

    /** A program that logs one line. */
    static final class Started {
        private Started() {}

        public static void main(String[] args) {
            Logging.install();
            Logging.configure(false);
            LoggerFactory.getLogger("io.kubeipvs.daemon.Started").info("hello a={}", 1);
        }
    }
}
