package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @AfterEach
    void quiet() {
        Logging.setVerbose(false);
    }

    @Test
    void theLevelChangesForLoggersThatThereAreAndThatComeLater() {
        Logging.setVerbose(false);
        Logger there = LoggerFactory.getLogger("io.kubeipvs.daemon.LoggingTest.there");
        assertThat(there.isDebugEnabled()).isFalse();
        Logging.setVerbose(true);
        assertThat(there.isDebugEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("io.kubeipvs.daemon.LoggingTest.later")
                        .isDebugEnabled())
                .isTrue();
        Logging.setVerbose(false);
        assertThat(there.isDebugEnabled()).isFalse();
        assertThat(there.isInfoEnabled()).isTrue();
    }
}
