package io.kubeipvs.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLimitsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private static final EventLimits.Moment NOW = new EventLimits.Moment(START, Instant.EPOCH);

    private final EventLimits limits = new EventLimits();

    @Test
    void theFirstIsReportedAtOnceAndRepetitionsAreCounted() {
        Posting first = limits.seen(report("web", "a"), NOW).orElseThrow();
        assertThat(first.count()).isEqualTo(1);
        assertThat(first.isSeries()).isFalse();
        assertThat(limits.seen(report("web", "a"), after(10))).isEmpty();
        assertThat(limits.seen(report("web", "a"), after(20))).isEmpty();
        assertThat(limits.due(after(299))).isEmpty();
        assertThat(limits.due(after(300)))
                .containsExactly(new Posting(first.name(), report("web", "a"), START, 3, START.plusSeconds(20)));
        assertThat(limits.seen(report("web", "a"), after(400))).isEmpty();
        assertThat(limits.due(after(500))).isEmpty();
        assertThat(limits.due(after(600))).extracting(Posting::count).containsExactly(4);
    }

    @Test
    void anotherNoteIsReportedByAnotherEventAfterThePause() {
        Posting first = limits.seen(report("web", "a"), NOW).orElseThrow();
        assertThat(limits.seen(report("web", "b"), after(10))).isEmpty();
        assertThat(limits.due(after(300))).singleElement().satisfies(posting -> {
            assertThat(posting.report()).isEqualTo(report("web", "b"));
            assertThat(posting.isSeries()).isFalse();
            assertThat(posting.name()).isNotEqualTo(first.name());
        });
    }

    @Test
    void whatWasNotSeenForThePauseIsTheFirstAgain() {
        limits.seen(report("web", "a"), NOW);
        assertThat(limits.due(after(300))).isEmpty();
        assertThat(limits.seen(report("web", "a"), after(301)))
                .get()
                .extracting(Posting::count)
                .isEqualTo(1);
    }

    @Test
    void otherObjectsAndReasonsHaveTheirOwnPause() {
        limits.seen(report("web", "a"), NOW);
        assertThat(limits.seen(report("db", "a"), NOW)).isPresent();
        assertThat(limits.seen(
                        new Report(Subject.of(new ServiceName("default", "web")), Report.Reason.CONFLICT, "a"), NOW))
                .isPresent();
    }

    @Test
    void aFloodIsCutAndRefilledSlowly() {
        int reported = 0;
        for (int i = 0; i < 1000; i++) {
            reported += limits.seen(report("web-" + i, "a"), NOW).isPresent() ? 1 : 0;
        }
        assertThat(reported).isEqualTo(25);
        assertThat(limits.seen(report("late", "a"), after(9))).isEmpty();
        assertThat(limits.seen(report("late", "a"), after(10))).isPresent();
        assertThat(limits.seen(report("later", "a"), after(10))).isEmpty();
    }

    @Test
    void theTimeOfDayMayJump() {
        Instant earlier = START.minus(Duration.ofHours(2));
        limits.seen(report("web", "a"), NOW);
        assertThat(limits.seen(report("web", "a"), moment(earlier, 10))).isEmpty();
        assertThat(limits.due(moment(START.plus(Duration.ofHours(2)), 20))).isEmpty();
        assertThat(limits.due(moment(earlier, 300))).extracting(Posting::count).containsExactly(2);
    }

    private static EventLimits.Moment after(int seconds) {
        return moment(START.plusSeconds(seconds), seconds);
    }

    private static EventLimits.Moment moment(Instant time, int seconds) {
        return new EventLimits.Moment(time, Instant.EPOCH.plusSeconds(seconds));
    }

    private static Report report(String service, String note) {
        return new Report(Subject.of(new ServiceName("default", service)), Report.Reason.ADDRESS_REFUSED, note);
    }
}
