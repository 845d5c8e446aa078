package io.kubeipvs.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SliceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrainsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final VirtualServer.Key WEB = key(80);
    private static final VirtualServer.Key ADMIN = key(81);
    private static final RealServer.Key POD_1 = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);
    private static final RealServer.Key POD_2 = new RealServer.Key(Ip.parse("10.36.0.2"), 8080);

    private final EndpointNodes nodes = new EndpointNodes();
    private final Drains drains = new Drains(nodes);

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
        assertThat(drains.nextCount()).isEqualTo(NOON.plusMillis(100));
        for (long[] step :
                new long[][] {{100, 100}, {1000, 500}, {8000, 4000}, {60_000, 30_000}, {3_600_000, 30_000}}) {
            Instant now = NOON.plusMillis(step[0]);
            assertThat(count(now)).containsExactly(WEB);
            assertThat(count(now)).isEmpty();
            assertThat(drains.nextCount()).isEqualTo(now.plusMillis(step[1]));
        }
    }

    @Test
    void eachVirtualServerIsCountedAtItsOwnTime() {
        drains.set(WEB, Set.of(POD_1), NOON);
        Instant later = NOON.plusSeconds(1000);
        assertThat(count(later)).containsExactly(WEB);
        drains.set(ADMIN, Set.of(POD_1), later.plusSeconds(10));
        assertThat(count(later.plusMillis(10_100))).containsExactly(ADMIN);
        assertThat(count(later.plusMillis(29_999))).containsExactly(ADMIN);
        assertThat(count(later.plusSeconds(30))).containsExactly(WEB);
    }

    @Test
    void aRoundWithoutAChangeOfTheDrainDoesNotPostponeTheCount() {
        drains.set(WEB, Set.of(POD_1), NOON);
        drains.set(WEB, Set.of(POD_1), NOON.plusMillis(50));
        assertThat(drains.nextCount()).isEqualTo(NOON.plusMillis(100));
    }

    @Test
    void aServerThatBeginsToDrainIsCountedSoonAlthoughAnotherDrainsForLong() {
        drains.set(WEB, Set.of(POD_1), NOON);
        count(NOON.plusSeconds(600));
        drains.set(WEB, Set.of(POD_1, POD_2), NOON.plusSeconds(601));
        assertThat(drains.nextCount()).isEqualTo(NOON.plusMillis(601_100));
    }

    @Test
    void nothingIsCountedWithoutADrain() {
        drains.set(WEB, Set.of(POD_1), NOON);
        drains.set(WEB, Set.of(), NOON);
        assertThat(drains.nextCount()).isEqualTo(Instant.MAX);
        assertThat(count(NOON.plusSeconds(3600))).isEmpty();
    }

    @Test
    void aDrainOfAnEarlierRunHasTheRestOfItsTime() {
        drains.restore(List.of(new Drain(WEB, POD_1, NOON.minusSeconds(2400)), new Drain(WEB, POD_2, NOON)));
        drains.adopt(having(new RealServer(POD_1, 0), new RealServer(POD_2, 0)));
        assertThat(drains.isOver(WEB, POD_1, NOON.plusSeconds(1199), HOUR)).isFalse();
        assertThat(drains.isOver(WEB, POD_1, NOON.plusSeconds(1200), HOUR)).isTrue();
        drains.set(WEB, Set.of(POD_1), NOON);
        assertThat(drains.all()).containsExactly(new Drain(WEB, POD_1, NOON.minusSeconds(2400)));
        drains.set(WEB, Set.of(), NOON);
        drains.set(WEB, Set.of(POD_1), NOON);
        assertThat(drains.isOver(WEB, POD_1, NOON.plusSeconds(1200), HOUR))
                .as("another drain of the same server")
                .isFalse();
    }

    @Test
    void aServerThatHasAWeightAgainDoesNotContinueItsDrain() {
        drains.restore(List.of(new Drain(WEB, POD_1, NOON.minusSeconds(2400)), new Drain(ADMIN, POD_1, NOON)));
        drains.adopt(having(new RealServer(POD_1, 1)));
        assertThat(drains.all()).isEmpty();
        drains.set(WEB, Set.of(POD_1), NOON);
        assertThat(drains.all()).containsExactly(new Drain(WEB, POD_1, NOON));
    }

    @Test
    void aChangeIsCountedAndNothingElse() {
        long before = drains.changes();
        drains.set(WEB, Set.of(), NOON);
        assertThat(drains.changes()).isEqualTo(before);
        drains.set(WEB, Set.of(POD_1), NOON);
        drains.set(WEB, Set.of(POD_1), NOON);
        assertThat(drains.changes()).isEqualTo(before + 1);
    }

    @Test
    void aServerOnALostNodeIsOverIfTheOperatorChoseSo() {
        nodes.setUsed(true);
        nodes.seen(List.of(SliceSpec.named(new SliceName("default", "a"), new ServiceName("default", "web"))
                .withEndpoints(List.of(Endpoint.at(POD_1.address()).withNodeName("n2")))));
        drains.set(WEB, Set.of(POD_1, POD_2), NOON);
        assertThat(drains.isOver(WEB, POD_1, NOON, HOUR)).isFalse();
        nodes.setLost(Set.of("n2"));
        assertThat(drains.isOver(WEB, POD_1, NOON, HOUR)).isTrue();
        assertThat(drains.isOver(WEB, POD_2, NOON, HOUR))
                .as("its node is unknown")
                .isFalse();
        nodes.setUsed(false);
        assertThat(drains.isOver(WEB, POD_1, NOON, HOUR)).isFalse();
    }

    @Test
    void nodesOfFormerEndpointsAreForgottenWhenThereAreMany() {
        nodes.setUsed(true);
        for (int i = 0; i < 5000; i++) {
            nodes.restore(Ip.v4(i), "n2");
        }
        nodes.restore(POD_1.address(), "n2");
        nodes.forgetFormer(having(new RealServer(POD_1, 0)));
        assertThat(nodes.of(POD_1.address())).contains("n2");
        assertThat(nodes.of(Ip.v4(1))).isEmpty();
    }

    private static Reality having(RealServer... servers) {
        FakeKernel kernel = new FakeKernel();
        kernel.apply(List.of(new IpvsOp.AddVirtualServer(new VirtualServer(WEB, "rr", 0, 0))));
        for (RealServer server : servers) {
            kernel.apply(List.of(new IpvsOp.AddRealServer(WEB, server)));
        }
        Reality reality = new Reality();
        reality.replace(kernel.observe());
        return reality;
    }

    private Set<VirtualServer.Key> count(Instant now) {
        return drains.countConnections(new FakeKernel(), new Reality(), now);
    }

    private static VirtualServer.Key key(int port) {
        return new VirtualServer.Key(Ip.parse("10.96.0.1"), port, Protocol.TCP);
    }
}
