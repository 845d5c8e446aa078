package io.kubeipvs.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedPostingsTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final FailedPostings failed = new FailedPostings(PAUSE);
    private Instant now = Instant.EPOCH;

    @Test
    void oneIsTriedInAPauseAndTheRestAfterASuccess() {
        failed.add(posting("a"), now);
        failed.add(posting("b"), now);
        assertThat(failed.due(now)).isEmpty();
        now = now.plus(PAUSE);
        assertThat(failed.due(now)).contains(posting("a"));
        failed.failedAgain(now);
        assertThat(failed.due(now)).isEmpty();
        now = now.plus(PAUSE);
        assertThat(failed.due(now)).contains(posting("b"));
        failed.posted();
        assertThat(failed.due(now)).contains(posting("a"));
        failed.posted();
        assertThat(failed.due(now)).isEmpty();
        assertThat(failed.isEmpty()).isTrue();
    }

    @Test
    void anEventIsDroppedAfterManyTries() {
        failed.add(posting("a"), now);
        for (int i = 1; i < FailedPostings.MOST_TRIES; i++) {
            now = now.plus(PAUSE);
            assertThat(failed.due(now)).isPresent();
            failed.failedAgain(now);
        }
        assertThat(failed.isEmpty()).isFalse();
        now = now.plus(PAUSE);
        failed.failedAgain(now);
        assertThat(failed.isEmpty()).isTrue();
    }

    @Test
    void theOldestOfTooManyIsDropped() {
        for (int i = 0; i <= FailedPostings.MOST; i++) {
            failed.add(posting("e" + i), now);
        }
        assertThat(failed.due(now.plus(PAUSE))).contains(posting("e1"));
    }

    private static Posting posting(String name) {
        Report report = new Report(Subject.THIS_NODE, Report.Reason.STARTING, "x");
        return new Posting(name, report, Instant.EPOCH, 1, Instant.EPOCH);
    }
}
