package io.kubeipvs.daemon.servercheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order and the number of checks, by a clock that the test moves. */
class ScheduleTest {
    private static final Instant BEGIN = Instant.EPOCH;
    private static final Verdict REFUSED = new Verdict(Verdict.Outcome.REFUSED, "refused");
    private static final int PER_SECOND = 200;

    private final Random random = new Random(7);
    private final Schedule schedule = new Schedule(random::nextDouble, PER_SECOND);
    private final List<Instant> starts = new ArrayList<>();
    private final Map<ServerCheck, Integer> counts = new HashMap<>();

    private static ServerCheck check(int number) {
        Ip address = Ip.v4(0x0a240000 + number);
        return new ServerCheck(address, 8080, ServerCheck.Request.TCP, ServerCheck.Pace.DEFAULT);
    }

    /** Every check passes after 5 ms. */
    private void run(Duration time) {
        Instant now = BEGIN;
        while (now.isBefore(BEGIN.plus(time))) {
            Optional<CheckState> next = schedule.take(now);
            if (next.isPresent()) {
                starts.add(now);
                counts.merge(next.get().check(), 1, Integer::sum);
                next.get().take(Verdict.PASSED, now, now.plusMillis(5));
                schedule.putBack(next.get());
            } else {
                Instant due = schedule.next(now);
                now = due.isAfter(now) ? due : now.plusNanos(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 2000, 4000})
    void noMoreChecksThanTheLimitBeginAndEachServerHasItsShare(int servers) {
        for (int i = 0; i < servers; i++) {
            schedule.begin(check(i), BEGIN);
        }
        run(Duration.ofMinutes(2));
        int stretch = Math.max(1, servers / 2000);
        assertThat(schedule.overview(BEGIN.plusSeconds(120)).stretch()).isCloseTo(stretch, within(0.001));
        assertThat(counts).hasSize(servers);
        assertThat(counts.values()).allMatch(count -> count >= 12 / stretch - 1 && count <= 12 / stretch + 1);
        for (int i = PER_SECOND + PER_SECOND / 10; i < starts.size(); i++) {
            Duration between = Duration.between(starts.get(i - PER_SECOND - PER_SECOND / 10), starts.get(i));
            assertThat(between).isGreaterThanOrEqualTo(Duration.ofMillis(999));
        }
    }

    @Test
    void checksBeginAtRandomMomentsOfTheirInterval() {
        for (int i = 0; i < 100; i++) {
            schedule.begin(check(i), BEGIN);
        }
        run(Duration.ofSeconds(10));
        assertThat(starts).hasSizeBetween(95, 105);
        for (int second = 0; second < 10; second++) {
            Instant from = BEGIN.plusSeconds(second);
            assertThat(starts.stream().filter(start -> !start.isBefore(from) && start.isBefore(from.plusSeconds(1))))
                    .hasSizeBetween(2, 25);
        }
    }

    @Test
    void aServerThatEndedIsNotChecked() {
        schedule.begin(check(1), BEGIN);
        schedule.begin(check(2), BEGIN);
        schedule.end(check(1));
        run(Duration.ofMinutes(1));
        assertThat(counts).containsOnlyKeys(check(2));
        schedule.end(check(2));
        assertThat(schedule.next(BEGIN)).isEqualTo(Instant.MAX);
        assertThat(schedule.overview(BEGIN).stretch()).isOne();
    }

    @Test
    void aServerIsUnhealthyAfterItsFailuresInARowAndHealthyAfterItsPasses() {
        CheckState state = new CheckState(check(1), BEGIN);
        assertThat(state.take(REFUSED, BEGIN, BEGIN)).isEmpty();
        assertThat(state.due()).isEqualTo(BEGIN.plusSeconds(1));
        assertThat(state.take(REFUSED, BEGIN, BEGIN)).isEmpty();
        assertThat(state.take(Verdict.PASSED, BEGIN, BEGIN)).isEmpty();
        assertThat(state.due()).isEqualTo(BEGIN.plusSeconds(10));
        assertThat(state.take(REFUSED, BEGIN, BEGIN)).isEmpty();
        assertThat(state.take(REFUSED, BEGIN, BEGIN)).isEmpty();
        assertThat(state.take(REFUSED, BEGIN, BEGIN)).contains(new CheckResult(check(1), Optional.of("refused")));
        assertThat(state.due()).isEqualTo(BEGIN.plusSeconds(10));
        assertThat(state.take(REFUSED, BEGIN, BEGIN)).isEmpty();
        assertThat(state.take(Verdict.PASSED, BEGIN, BEGIN)).isEmpty();
        assertThat(state.due()).isEqualTo(BEGIN.plusSeconds(1));
        assertThat(state.take(Verdict.PASSED, BEGIN, BEGIN)).contains(new CheckResult(check(1), Optional.empty()));
    }

    @Test
    void theLastResultIsKnownWhileTheServerIsChecked() {
        assertThat(schedule.last(check(1), BEGIN)).isEmpty();
        schedule.begin(check(1), BEGIN);
        assertThat(schedule.last(check(1), BEGIN)).contains(last("not checked yet", 0, 0));
        CheckState state = schedule.take(BEGIN.plusSeconds(10)).orElseThrow();
        state.take(Verdict.PASSED, BEGIN, BEGIN.plusSeconds(11));
        state.take(REFUSED, BEGIN, BEGIN.plusSeconds(12));
        state.take(REFUSED, BEGIN, BEGIN.plusSeconds(13));
        assertThat(schedule.last(check(1), BEGIN.plusSeconds(20))).contains(last("refused", 2, 7));
        schedule.end(check(1));
        assertThat(schedule.last(check(1), BEGIN)).isEmpty();
    }

    private static CheckOverview.Last last(String result, int inARow, long secondsAgo) {
        return new CheckOverview.Last("tcp://10.36.0.1:8080", true, result, inARow, secondsAgo);
    }

    @Test
    void aCheckThatCouldNotBeMadeChangesNothing() {
        CheckState state = new CheckState(check(1), BEGIN);
        state.take(REFUSED, BEGIN, BEGIN);
        state.take(REFUSED, BEGIN, BEGIN);
        state.notMade(BEGIN);
        assertThat(state.isHealthy()).isTrue();
        assertThat(state.take(REFUSED, BEGIN, BEGIN)).isPresent();
    }

    @Test
    void aCheckThatTakesLongerThanItsIntervalIsMadeAtOnceAfterwards() {
        CheckState state = new CheckState(check(1), BEGIN);
        state.take(Verdict.PASSED, BEGIN, BEGIN.plusSeconds(25));
        assertThat(state.due()).isEqualTo(BEGIN.plusSeconds(25));
    }
}
