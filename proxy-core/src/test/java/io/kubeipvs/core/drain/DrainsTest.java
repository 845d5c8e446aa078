package io.kubeipvs.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrainsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final VirtualServer.Key WEB = key(80);
    private static final VirtualServer.Key ADMIN = key(81);
    private static final RealServer.Key POD_1 = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);
    private static final RealServer.Key POD_2 = new RealServer.Key(Ip.parse("10.36.0.2"), 8080);

    private final Drains drains = new Drains();

    @Test
    void aDrainEndsAfterItsTimeFromWhenItBegan() {
        drains.set(WEB, Set.of(POD_1), NOON);
        drains.set(WEB, Set.of(POD_1, POD_2), NOON.plusSeconds(60));
        assertThat(drains.isOver(WEB, POD_1, NOON.plus(HOUR), HOUR)).isTrue();
        assertThat(drains.isOver(WEB, POD_2, NOON.plus(HOUR), HOUR)).isFalse();
        assertThat(drains.isOver(WEB, POD_1, NOON.plus(HOUR), Duration.ZERO)).isFalse();
        assertThat(drains.count()).isEqualTo(2);
    }

    @Test
    void countsTheServersOfEachVirtualServer() {
        drains.set(WEB, Set.of(POD_1, POD_2), NOON);
        drains.set(ADMIN, Set.of(POD_1), NOON);
        assertThat(drains.count()).isEqualTo(3);
        drains.set(WEB, Set.of(), NOON);
        assertThat(drains.count()).isEqualTo(1);
        assertThat(drains.virtualServers()).containsExactly(ADMIN);
    }

    @Test
    void connectionsAreCountedOftenAtFirstAndRarelyInALongDrain() {
        drains.set(WEB, Set.of(POD_1), NOON);
        drains.scheduleCount(NOON);
        assertThat(drains.nextCount()).isEqualTo(NOON.plusSeconds(2));
        for (int[] step : new int[][] {{8, 2}, {40, 10}, {120, 30}, {3600, 30}}) {
            Instant now = NOON.plusSeconds(step[0]);
            assertThat(drains.isCountDue(now)).isTrue();
            drains.beginCount();
            drains.scheduleCount(now);
            assertThat(drains.isCountDue(now)).isFalse();
            assertThat(drains.nextCount()).isEqualTo(now.plusSeconds(step[1]));
        }
    }

    @Test
    void aPlannedCountIsNotPostponedAndANewDrainBringsItForward() {
        Instant later = NOON.plusSeconds(1000);
        drains.set(WEB, Set.of(POD_1), NOON);
        drains.scheduleCount(later);
        drains.scheduleCount(later.plusSeconds(29));
        assertThat(drains.nextCount()).isEqualTo(later.plusSeconds(30));
        drains.set(ADMIN, Set.of(POD_1), later.plusSeconds(10));
        drains.scheduleCount(later.plusSeconds(10));
        assertThat(drains.nextCount()).isEqualTo(later.plusSeconds(12));
    }

    @Test
    void nothingIsCountedWithoutADrain() {
        drains.set(WEB, Set.of(POD_1), NOON);
        drains.scheduleCount(NOON);
        drains.set(WEB, Set.of(), NOON);
        drains.scheduleCount(NOON);
        assertThat(drains.nextCount()).isEqualTo(Instant.MAX);
    }

    private static VirtualServer.Key key(int port) {
        return new VirtualServer.Key(Ip.parse("10.96.0.1"), port, Protocol.TCP);
    }
}
