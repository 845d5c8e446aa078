package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyncLoopTest extends SyncLoopHarness {
    @Test
    void programsNothingBeforeBothKindsWereListed() throws Exception {
        kernel.apply(
                List.of(new IpvsOp.AddVirtualServer(new VirtualServer(WEB, "rr", 0, 0)), new VipOp.BindVip(WEB.vip())));
        start(kernel, Duration.ofHours(1));
        loop.changeNode(NODE);
        tracker.relistServices(List.of());
        trigger.poke();
        assertThat(reports.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(kernel.observe().vips()).contains(WEB.vip());
        tracker.relistSlices(List.of());
        assertThat(next().round().preparation()).isPresent();
        assertThat(kernel.observe().vips()).isEmpty();
        assertThat(kernel.observe().frontends()).isEmpty();
    }

    @Test
    void programsNothingBeforeTheRangesOfClusterAddressesAreKnownOrCannotBeRead() throws Exception {
        isConfigComplete = false;
        start(kernel, Duration.ofHours(1));
        list(web());
        assertThat(reports.poll(300, TimeUnit.MILLISECONDS)).isNull();
        isConfigComplete = true;
        assertThat(nextBusy().services()).isEqualTo(1);
    }

    @Test
    void partOfTheConfigurationThatCompletesItIsInForceInTheFirstRound() throws Exception {
        isConfigComplete = false;
        start(kernel, Duration.ofHours(1));
        list(web());
        assertThat(reports.poll(300, TimeUnit.MILLISECONDS)).isNull();
        afterConfig = () -> {
            config.updateAndGet(value -> value.with(all -> all.settings(one -> one.scheduler(Scheduler.SH))));
            isConfigComplete = true;
        };
        assertThat(nextBusy().results())
                .extracting(result -> result.op().toString())
                .anyMatch(op -> op.contains(" sh"))
                .noneMatch(op -> op.contains(" rr"));
    }

    @Test
    void programsNothingBeforeTheNodeIsKnown() throws Exception {
        start(kernel, Duration.ofHours(1));
        tracker.relistSlices(List.of());
        tracker.relistServices(List.of(web()));
        assertThat(reports.poll(200, TimeUnit.MILLISECONDS)).isNull();
        loop.changeNode(NODE);
        assertThat(nextBusy().services()).isEqualTo(1);
    }

    @Test
    void aChangeOfTheNodesAddressesReachesTheServicesThatUseThem() throws Exception {
        start(kernel, Duration.ofHours(1));
        ServiceSpec outside =
                Given.service("outside", "10.96.0.2").nodePort(30001).spec();
        list(web(), outside);
        nextBusy();
        loop.changeNode(node("192.168.1.3"));
        SyncReport report = nextBusy();
        assertThat(report.services()).isEqualTo(1);
        assertThat(report.round().preparation()).isEmpty();
        assertThat(report.results())
                .extracting(result -> result.op().toString())
                .containsExactly(
                        "admit TCP 192.168.1.3:30001 REFUSE",
                        "add virtual server TCP 192.168.1.3:30001 rr",
                        "drop virtual server TCP 192.168.1.2:30001",
                        "drop admission TCP 192.168.1.2:30001");
    }

    @Test
    void aRefusedAddressIsLoggedOnceWhileItLasts() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            start(kernel, Duration.ofHours(1));
            Given given = Given.service("web", "10.96.0.1").externalIps("127.0.0.1");
            list(given.spec());
            nextBusy();
            tracker.putService(given.nodePort(30001).spec());
            nextBusy();
            assertThat(log.lines("address_refused"))
                    .singleElement()
                    .asString()
                    .endsWith("address_refused service=default/web cause=\"spec.externalIPs 127.0.0.1: is a loopback"
                            + " address; it is not served\"");
        }
    }

    @Test
    void aConflictIsLoggedWhenItBeginsAndWhenItEndsAndAgainWhenItReturns() throws Exception {
        ServiceSpec rival = Given.service("rival", WEB.vip().toString()).spec();
        try (CapturedLog log = new CapturedLog()) {
            start(kernel, Duration.ofHours(1));
            list(web(), rival);
            nextBusy();
            tracker.removeService(rival.name());
            Await.until(() -> assertThat(log.lines("conflict_ended")).hasSize(1));
            tracker.putService(rival);
            Await.until(() -> assertThat(log.lines("conflict virtual_server=")).hasSize(2));
            assertThat(log.lines("conflict virtual_server="))
                    .allMatch(
                            line -> line.endsWith(
                                    "virtual_server=\"TCP 10.96.0.1:80\" served_service=default/rival unserved_services=[default/web]"));
        }
    }

    @Test
    void reportsRefusalsAndConflictsOnceAndWhatTheKernelServes() throws Exception {
        start(kernel, Duration.ofHours(1));
        ServiceSpec refused =
                Given.service("refused", "10.96.0.2").externalIps("127.0.0.1").spec();
        ServiceSpec rival = Given.service("rival", WEB.vip().toString()).spec();
        list(web(), refused, rival);
        assertThat(nextBusy().round().state().refused()).containsEntry(RefusedAddress.Reason.LOOPBACK, 1);
        assertThat(events)
                .containsExactlyInAnyOrder(
                        "conflict TCP 10.96.0.1:80 is claimed by Services default/rival (serves it) and"
                                + " [default/web]",
                        "refused default/refused 1",
                        "applied default/refused",
                        "applied default/rival",
                        "applied default/web");
        events.clear();
        tracker.removeService(refused.name());
        assertThat(nextBusy().round().state().refused()).doesNotContainValue(1);
        assertThat(events).containsExactly("applied default/refused");
    }

    @Test
    void aServiceThatWasNotAppliedIsReportedWhenItIs() throws Exception {
        AtomicInteger failures = new AtomicInteger(1);
        kernel.setFault(op -> {
            if (failures.getAndDecrement() > 0) {
                throw new KernelUnavailableException("away", null);
            }
            return null;
        });
        start(kernel, Duration.ofHours(1));
        list(web());
        nextBusy();
        assertThat(unreachable).hasValue(1);
        Await.until(() -> assertThat(events).containsOnlyOnce("applied default/web"));
    }

    @Test
    void appliesAChangeAndANewSettingWithoutReadingTheKernelAgain() throws Exception {
        start(kernel, Duration.ofHours(1));
        list(web());
        assertThat(nextBusy().services()).isEqualTo(1);
        changeConfig(config -> config.settings(settings -> settings.scheduler(Scheduler.SH)));
        SyncReport report = nextBusy();
        assertThat(report.round().preparation()).isEmpty();
        assertThat(report.results()).hasSize(3);
        assertThat(scheduler()).isEqualTo("sh");
    }

    @Test
    void postponedSchedulerChangesComeInTheNextRounds() throws Exception {
        start(kernel, Duration.ofHours(1));
        int[] ports = IntStream.rangeClosed(1, 120).toArray();
        list(ServiceSpec.named(web().name())
                .withClusterIps(List.of(WEB.vip()))
                .withPorts(IntStream.of(ports)
                        .mapToObj(port -> new ServicePort("p" + port, Protocol.TCP, port))
                        .toList()));
        nextBusy();
        changeConfig(config -> config.settings(settings -> settings.scheduler(Scheduler.SH)));
        for (int expected : new int[] {50, 50, 20}) {
            assertThat(nextBusy().results())
                    .filteredOn(result -> result.op().phase() == Phase.CHANGE_SCHEDULERS)
                    .hasSize(expected);
        }
    }

    @Test
    void aShorterPeriodIsInForceAtOnce() throws Exception {
        start(kernel, Duration.ofHours(1));
        list(web());
        nextBusy();
        synchronized (kernel) {
            kernel.apply(List.of(new VipOp.UnbindVip(WEB.vip())));
        }
        changeConfig(config -> config.pace(pace -> pace.withSyncPeriod(Duration.ofMillis(50))));
        assertThat(nextBusy().results())
                .extracting(result -> (Object) result.op())
                .containsExactly(new VipOp.BindVip(WEB.vip()));
    }

    @Test
    void waitsTheLeastTimeBetweenTwoRounds() throws Exception {
        start(kernel, Duration.ofHours(1));
        changeConfig(config -> config.pace(pace -> pace.withMinSyncPeriod(Duration.ofHours(1))));
        list(web());
        assertThat(next().services()).isEqualTo(1);
        changeConfig(config -> config.settings(settings -> settings.scheduler(Scheduler.SH)));
        assertThat(reports.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(scheduler()).isEqualTo("rr");
    }

    @Test
    void settingsOfTheNodeAreAppliedOnTheSyncThreadBeforeTheClusterIsKnown() throws Exception {
        start(kernel, Duration.ofHours(1));
        Await.until(() -> assertThat(tunings).containsExactly(Config.DEFAULT.tuning()));
        changeConfig(config -> config.tuning(tuning -> tuning.withStrictArp(true)));
        Await.until(() -> assertThat(tunings).hasSize(2));
        assertThat(tunings.get(1).strictArp()).isTrue();
        assertThat(tuners).containsOnly(thread);
        assertThat(reports).isEmpty();
    }
}
