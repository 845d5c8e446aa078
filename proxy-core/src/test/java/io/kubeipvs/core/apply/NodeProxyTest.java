package io.kubeipvs.core.apply;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.audit.Reading;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.UdpFlow;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeProxyTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Ip VIP = Ip.parse("10.96.0.1");
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));

    private final FakeKernel kernel = new FakeKernel();
    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private final NodeProxy proxy = new NodeProxy(tracker, Settings.DEFAULT, PERIOD);
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @BeforeEach
    void serve() {
        proxy.changeNode(NODE);
        tracker.relistSlices(List.of());
        tracker.relistServices(List.of(service("web", VIP.toString()).spec()));
        round();
        readAll();
    }

    @Test
    void aMissingSchedulerIsReplacedUntilItsModuleExists() {
        kernel.removeScheduler("fo");
        tracker.putService(service("web", VIP.toString())
                .option(Options.SCHEDULER, Scheduler.FO)
                .spec());
        RoundReport round = round();
        assertThat(round.applied().failures()).isEmpty();
        assertThat(round.notes().withoutEffect()).hasSize(1);
        assertThat(scheduler()).isEqualTo("rr");
        kernel.returnScheduler("fo");
        now = now.plus(PERIOD).plus(PERIOD);
        round();
        assertThat(scheduler()).isEqualTo("fo");
    }

    private String scheduler() {
        return kernel.virtualServers().values().iterator().next().scheduler();
    }

    @Test
    void aSettingAllowsOptions() {
        tracker.putService(service("web", VIP.toString())
                .option(Options.SCHEDULER, Scheduler.LC)
                .spec());
        round();
        assertThat(scheduler()).isEqualTo("lc");
        proxy.changeSettings(Settings.DEFAULT.with(settings -> settings.allowedOptions(Set.of())));
        round();
        assertThat(scheduler()).isEqualTo("rr");
    }

    @Test
    void aChangeByAnotherProgramIsDrift() {
        kernel.apply(List.of(new VipOp.UnbindVip(VIP)));
        assertThat(auditedRound().drift())
                .extracting(result -> (Object) result.op())
                .containsExactly(new VipOp.BindVip(VIP));
        assertThat(auditedRound().drift()).isEmpty();
    }

    @Test
    void anUnchangedKernelIsReadWithoutARound() {
        now = now.plus(PERIOD);
        kernel.log().clear();
        assertThat(readAll()).isFalse();
        assertThat(proxy.auditing().audit().passes()).isEqualTo(1);
        assertThat(proxy.auditing().audit().checkedSince()).isEqualTo(now);
        assertThat(kernel.log()).isEmpty();
    }

    @Test
    void theFirstRoundAndAChangeOfAServiceAreNoDrift() {
        tracker.putService(service("web", VIP.toString(), "10.96.0.2").spec());
        RoundReport report = auditedRound();
        assertThat(report.preparation()).isPresent();
        assertThat(report.applied().results()).isNotEmpty();
        assertThat(report.drift()).isEmpty();
    }

    @Test
    void aRetriedOperationIsNoDrift() {
        kernel.setFault(op -> new Outcome.Refused("ENOMEM", "no memory"));
        tracker.putService(service("dns", "10.96.0.10").spec());
        assertThat(round().applied().failures()).isNotEmpty();
        kernel.setFault(op -> null);
        RoundReport report = auditedRound();
        assertThat(report.applied().results()).isNotEmpty();
        assertThat(report.drift()).isEmpty();
    }

    @Test
    void aChangedSettingIsNoDrift() {
        proxy.changeSettings(Settings.DEFAULT.with(settings -> settings.silentLinks(Set.of("eth0"))));
        RoundReport report = auditedRound();
        assertThat(report.applied().results()).hasSize(1);
        assertThat(report.drift()).isEmpty();
    }

    @Test
    void anOwnOperationWithoutACertainAnswerIsReadAtOnceAndIsNoDrift() {
        kernel.setFault(op -> op instanceof VipOp.BindVip ? new Outcome.Lost("ENOBUFS") : null);
        tracker.putService(service("dns", "10.96.0.10").spec());
        round();
        kernel.setFault(op -> null);
        kernel.apply(List.of(new VipOp.BindVip(Ip.parse("10.96.0.10"))));
        assertThat(proxy.auditing().nextReading()).isBeforeOrEqualTo(now);
        readAll();
        now = now.plusSeconds(1);
        RoundReport report = round();
        assertThat(report.applied().results()).isEmpty();
        assertThat(report.drift()).isEmpty();
    }

    @Test
    void anUnreachableKernelIsReportedAndPreparedAndReadAgain() {
        tracker.putService(service("dns", "10.96.0.10").spec());
        assertThat(proxy.takeChanged()).hasSize(1);
        now = now.plus(PERIOD);
        RoundReport report = round(new Unreachable());
        assertThat(report.failure()).contains(Problem.of("away"));
        assertThat(proxy.next()).isEqualTo(now.plusMillis(250));
        now = now.plusMillis(250);
        assertThat(round().preparation()).isPresent();
        assertThat(kernel.observe().vips()).contains(Ip.parse("10.96.0.10"));
        assertThat(readAll()).isFalse();
    }

    @Test
    void aChangeOfTheLinkByAnotherProgramIsRepairedAtOnce() {
        kernel.apply(List.of(new VipOp.UnbindVip(VIP)));
        int preparations = kernel.preparations();
        proxy.auditing().suspectLink(now);
        assertThat(proxy.next()).isEqualTo(now);
        assertThat(readAll()).isTrue();
        assertThat(round().drift()).hasSize(1);
        assertThat(kernel.preparations()).isEqualTo(preparations + 1);
    }

    @Test
    void theLinkIsPreparedBeforeItsAddressesAreBoundAgainIfAllAreGone() {
        int preparations = kernel.preparations();
        round();
        assertThat(kernel.preparations()).as("nothing is gone").isEqualTo(preparations);
        kernel.observe().vips().forEach(vip -> kernel.apply(List.of(new VipOp.UnbindVip(vip))));

        proxy.auditing().audit().suspectVips();
        assertThat(readAll()).isTrue();
        assertThat(proxy.next()).isEqualTo(now);
        assertThat(round().preparation()).isPresent();
        assertThat(kernel.observe().vips()).contains(VIP);
        assertThat(kernel.preparations()).isEqualTo(preparations + 1);
    }

    @Test
    void anEmptyLinkThatHadNoAddressIsNotPrepared() {
        tracker.removeService(service("web", VIP.toString()).spec().name());
        round();
        assertThat(kernel.observe().vips()).isEmpty();

        proxy.auditing().audit().suspectVips();
        assertThat(readAll()).isFalse();
        assertThat(proxy.next()).isAfter(now);
    }

    @Test
    void anAnnouncedAddressIsReadOnlyIfTheKernelDidNotAcknowledgeTheSame() {
        proxy.auditing().announced(Map.of(VIP, true));
        assertThat(proxy.auditing().nextReading()).isAfter(now);
        proxy.auditing().announced(Map.of(VIP, false));
        assertThat(proxy.auditing().takeReading(now)).contains(new Reading.Vips());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.36.0.9:53", "10.96.0.10:80"})
    void udpFlowsThatLeadToNoServerAreForgottenWhenAServiceIsNew(String stale) {
        tracker.putService(service("dns", "10.96.0.10").protocol(Protocol.UDP).spec());
        VirtualServer.Key dns = new VirtualServer.Key(Ip.parse("10.96.0.10"), 80, Protocol.UDP);
        VirtualServer.Key other = new VirtualServer.Key(Ip.parse("10.1.2.3"), 53, Protocol.UDP);
        String[] server = stale.split(":");
        kernel.track(new UdpFlow(dns, new RealServer.Key(Ip.parse(server[0]), Integer.parseInt(server[1]))));
        kernel.track(new UdpFlow(other, new RealServer.Key(Ip.parse("10.1.2.3"), 53)));
        round();
        assertThat(readAll()).isTrue();
        assertThat(round().drift()).isEmpty();
        assertThat(kernel.udpFlows()).extracting(UdpFlow::virtualServer).containsExactly(other);
        assertThat(proxy.auditing().takeReading(now)).as("no part is due").isEmpty();
    }

    @Test
    void oneOfTenPassesFindsUdpFlowsThatLeadToNoServer() {
        tracker.putService(service("dns", "10.96.0.10").protocol(Protocol.UDP).spec());
        round();
        readAll();
        VirtualServer.Key dns = new VirtualServer.Key(Ip.parse("10.96.0.10"), 80, Protocol.UDP);
        kernel.track(new UdpFlow(dns, new RealServer.Key(Ip.parse("10.36.0.9"), 53)));
        for (int pass = 0; pass < 10; pass++) {
            auditedRound();
        }
        assertThat(kernel.udpFlows()).isEmpty();
    }

    @Test
    void udpFlowsToServersStay() {
        Given dns = service("dns", "10.96.0.10").protocol(Protocol.UDP).endpoints("10.36.0.1");
        tracker.putService(dns.spec());
        dns.view().slices().forEach(tracker::putSlice);
        VirtualServer.Key key = new VirtualServer.Key(Ip.parse("10.96.0.10"), 80, Protocol.UDP);
        kernel.track(new UdpFlow(key, new RealServer.Key(Ip.parse("10.36.0.1"), 8080)));
        round();
        assertThat(readAll()).isFalse();
        assertThat(kernel.udpFlows()).hasSize(1);
    }

    @Test
    void aReadingUnderWayDoesNotHoldUpAChange() {
        now = now.plus(PERIOD);
        Reading stalled = proxy.auditing().takeReading(now).orElseThrow();
        tracker.putService(service("dns", "10.96.0.10").spec());
        assertThat(round().applied().results()).isNotEmpty();
        assertThat(kernel.observe().vips()).contains(Ip.parse("10.96.0.10"));
        assertThat(proxy.auditing().takeReading(now)).isEmpty();
        assertThat(proxy.auditing().found(stalled.read(kernel), now)).isFalse();
        assertThat(proxy.auditing().takeReading(now)).isPresent();
    }

    @Test
    void aReadingThatFailsIsTriedAgainAndFailsNoRound() {
        now = now.plus(PERIOD);
        Reading failed = proxy.auditing().takeReading(now).orElseThrow();
        proxy.auditing().notFound(now);
        assertThat(proxy.auditing().nextReading()).isEqualTo(now.plusSeconds(1));
        assertThat(round().failure()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(proxy.auditing().takeReading(now)).contains(failed);
    }

    @Test
    void aFullPlanIsFollowedByTheNextAtOnce() {
        tracker.relistServices(IntStream.range(0, 60)
                .mapToObj(i -> service("s" + i, "10.96.1." + i).spec())
                .toList());
        round();
        proxy.changeSettings(Settings.DEFAULT.with(settings -> settings.scheduler(Scheduler.LC)));
        proxy.takeChanged();
        RoundReport first = proxy.round(kernel, now);
        assertThat(proxy.schedule(first, now)).isTrue();
        RoundReport second = proxy.round(kernel, now);
        assertThat(proxy.schedule(second, now)).isFalse();
        assertThat(first.applied().results()).hasSize(150);
        assertThat(second.applied().results()).hasSize(30);
    }

    private static final class Unreachable implements Kernel {
        @Override
        public Preparation prepare() {
            throw new KernelUnavailableException("away", null);
        }

        @Override
        public KernelState observe() {
            throw new KernelUnavailableException("away", null);
        }

        @Override
        public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
            throw new KernelUnavailableException("away", null);
        }

        @Override
        public boolean has(Scheduler scheduler) {
            throw new KernelUnavailableException("away", null);
        }

        @Override
        public List<Outcome> apply(List<KernelOp> operations) {
            throw new KernelUnavailableException("away", null);
        }
    }

    /** The round after a whole pass of the audit. */
    private RoundReport auditedRound() {
        now = now.plus(PERIOD);
        readAll();
        return round();
    }

    /** Reads all that is due. Returns whether a round is needed. */
    private boolean readAll() {
        boolean isDifferent = false;
        Optional<Reading> reading = proxy.auditing().takeReading(now);
        while (reading.isPresent()) {
            isDifferent |= proxy.auditing().found(reading.get().read(kernel), now);
            reading = proxy.auditing().takeReading(now);
        }
        return isDifferent;
    }

    private RoundReport round() {
        return round(kernel);
    }

    private RoundReport round(Kernel reached) {
        proxy.takeChanged();
        RoundReport report = proxy.round(reached, now);
        proxy.schedule(report, now);
        return report;
    }
}
