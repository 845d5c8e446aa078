package io.kubeipvs.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.health.Degraded;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.sync.AuditObserver;
import io.kubeipvs.daemon.sync.Reports;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_246_300L);

    private final RejectedObjects rejected = new RejectedObjects(EventRecorder.NONE);
    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private Instant now = START;
    private final ProxyMetrics metrics = new ProxyMetrics(rejected, tracker::counts, () -> now, Exercised.BUILD);

    @Test
    void theBuildHasItsCommitAndDate() {
        assertThat(metrics.scrape())
                .containsPattern(
                        "kubernetes_build_info\\{.*build_date=\"2026-01-02T03:04:05Z\".*git_commit=\"0123abc\".*git_version=\"1.2.3\"");
    }

    @Test
    void countsMessages() {
        metrics.doors().sent(Subsystem.IPVS, 3);
        metrics.doors().sent(Subsystem.FLOWS, 1);
        assertThat(metrics.scrape())
                .contains("kubeipvs_netlink_messages_sent_total{kernel_family=\"ipvs\"} 3")
                .contains("kubeipvs_netlink_messages_sent_total{kernel_family=\"conntrack\"} 1");
    }

    @Test
    void countsWhatAPreparationRepairedAsDrift() {
        metrics.roundEnded(Reports.round()
                .repaired(
                        "table ip kube-proxy: missing",
                        "table ip6 kube-proxy: missing",
                        "link kube-ipvs0: missing",
                        "setting net.ipv4.ip_forward: 0 instead of 1")
                .build());
        for (String counter : List.of("kubeipvs_drift_found_total", "kubeipvs_drift_repaired_total")) {
            assertThat(metrics.scrape())
                    .contains(counter + "{kernel_family=\"nft\"} 2")
                    .contains(counter + "{kernel_family=\"route\"} 1")
                    .contains(counter + "{kernel_family=\"sysctl\"} 1");
        }
    }

    @Test
    void showsSyncLatencyUnderKubeProxysNameAndBuckets() {
        metrics.roundEnded(Reports.binding(new Outcome.Applied()).build());
        assertThat(metrics.scrape())
                .contains("# TYPE kubeproxy_sync_proxy_rules_duration_seconds histogram")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family=\"IPv4\",le=\"0.001\"} 0")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family=\"IPv4\",le=\"0.004\"} 1")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family=\"IPv6\",le=\"16.384\"} 1")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_count{ip_family=\"IPv4\"} 1")
                .contains("kubeproxy_sync_proxy_rules_last_timestamp_seconds{ip_family=\"IPv4\"} 1.7952463E9")
                .doesNotContain("_duration_seconds_max");
    }

    @Test
    void aRoundThatOnlyCountedConnectionsIsNoSync() {
        metrics.roundEnded(Reports.round().build());
        assertThat(metrics.scrape()).doesNotContain("kubeproxy_sync_proxy_rules_duration_seconds_count{");
        metrics.roundEnded(Reports.round().prepared().build());
        assertThat(metrics.scrape())
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_count{ip_family=\"IPv4\"} 1");
    }

    @Test
    void showsHowFarTheAuditIs() {
        assertThat(metrics.scrape()).contains("kubeipvs_audit_oldest_seconds 0.0");
        metrics.audit()
                .progressed(new AuditObserver.Progress(
                        MonotonicClock.SYSTEM.instant().minusSeconds(40), 3, 1, Optional.empty()));
        assertThat(metrics.scrape())
                .containsPattern("kubeipvs_audit_oldest_seconds [45]\\d\\.")
                .contains("kubeipvs_audit_passes_total 3.0")
                .contains("kubeipvs_audit_failures_total 1.0");
    }

    @Test
    void showsTheConditionsOfEachKind() {
        List<Problem> problems = new ArrayList<>();
        metrics.show(new Degraded().with(Degraded.Reason.SETTING, () -> problems));
        assertThat(metrics.scrape())
                .contains("kubeipvs_degraded{reason=\"setting\"} 0.0")
                .contains("kubeipvs_degraded{reason=\"watch_silent\"} 0.0");
        problems.add(Problem.of("a"));
        problems.add(Problem.of("b"));
        assertThat(metrics.scrape()).contains("kubeipvs_degraded{reason=\"setting\"} 2.0");
    }

    @Test
    void showsHowManyObjectsWait() {
        metrics.roundEnded(Reports.round().waiting(7).build());
        assertThat(metrics.scrape()).contains("kubeipvs_waiting_objects 7.0");
    }

    @Test
    void aSyncThatFailedInOneFamilyIsTheLastOfTheOther() {
        metrics.roundEnded(
                Reports.binding(new Outcome.Refused("ENOMEM", "text")).build());
        assertThat(metrics.scrape())
                .contains("kubeproxy_sync_proxy_rules_last_timestamp_seconds{ip_family=\"IPv6\"}")
                .doesNotContain("kubeproxy_sync_proxy_rules_last_timestamp_seconds{ip_family=\"IPv4\"}");
    }

    @Test
    void measuresFromTheTriggerToTheKernelButNothingFromBeforeTheStart() {
        now = START.plusSeconds(100);
        metrics.roundEnded(Reports.round()
                .applied(triggered(START.minusSeconds(1), START.plusSeconds(40), START.plusSeconds(99)))
                .build());
        assertThat(metrics.scrape())
                .contains("kubeproxy_network_programming_duration_seconds_bucket{ip_family=\"IPv6\",le=\"0.5\"} 0")
                .contains("kubeproxy_network_programming_duration_seconds_bucket{ip_family=\"IPv6\",le=\"1\"} 1")
                .contains("kubeproxy_network_programming_duration_seconds_bucket{ip_family=\"IPv6\",le=\"59\"} 1")
                .contains("kubeproxy_network_programming_duration_seconds_bucket{ip_family=\"IPv6\",le=\"60\"} 2")
                .contains("kubeproxy_network_programming_duration_seconds_count{ip_family=\"IPv6\"} 2")
                .contains("kubeproxy_network_programming_duration_seconds_sum{ip_family=\"IPv6\"} 61.0");
    }

    @Test
    void countsChangesAndTheServicesThatWait() {
        tracker.putService(Given.service("web", "10.96.0.1").spec());
        metrics.queued();
        assertThat(metrics.scrape())
                .contains("kubeproxy_sync_proxy_rules_service_changes_pending 1")
                .contains("kubeproxy_sync_proxy_rules_service_changes_total 1")
                .contains("kubeproxy_sync_proxy_rules_endpoint_changes_total 0")
                .contains("kubeproxy_sync_proxy_rules_last_queued_timestamp_seconds{ip_family=\"IPv6\"} 1.7952463E9")
                .contains("kubeipvs_dirty_services 1");
    }

    @Test
    void countsServicesWithoutLocalEndpointsWhileTheyAreThat() {
        Given web = Given.service("web", "10.96.0.1").internalLocal().endpoints("10.36.0.1@n2");
        metrics.roundEnded(Reports.round().applied(web.view()).build());
        String name = "kubeproxy_sync_proxy_rules_no_local_endpoints_total{ip_family=\"IPv4\",traffic_policy=";
        assertThat(metrics.scrape()).contains(name + "\"internal\"} 1", name + "\"external\"} 0");
        metrics.roundEnded(
                Reports.round().applied(ServiceView.named(web.view().name())).build());
        assertThat(metrics.scrape()).contains(name + "\"internal\"} 0");
    }

    @Test
    void countsTheDriftOfTheReport() {
        metrics.roundEnded(Reports.binding(new Outcome.Applied()).prepared().build());
        metrics.roundEnded(Reports.binding(new Outcome.Applied()).drift().build());
        metrics.roundEnded(Reports.binding(new Outcome.Skipped()).drift().build());
        assertThat(metrics.scrape())
                .contains("kubeipvs_drift_found_total{kernel_family=\"route\"} 2")
                .contains("kubeipvs_drift_repaired_total{kernel_family=\"route\"} 1");
    }

    @Test
    void countsProbesAndForgottenFlows() {
        metrics.probes().answered("/healthz", 200);
        metrics.probes().answered("/livez", 503);
        metrics.doors().forgot(Family.IPV6, 7, Duration.ofMillis(300));
        assertThat(metrics.scrape())
                .contains("kubeproxy_proxy_healthz_total{code=\"200\"} 1")
                .contains("kubeproxy_proxy_livez_total{code=\"503\"} 1")
                .contains("kubeproxy_conntrack_reconciler_deleted_entries_total{ip_family=\"IPv6\"} 7")
                .contains("kubeproxy_conntrack_reconciler_sync_duration_seconds_bucket{ip_family=\"IPv6\",le=\"0.256\"}"
                        + " 0")
                .contains("kubeproxy_conntrack_reconciler_sync_duration_seconds_bucket{ip_family=\"IPv6\",le=\"0.512\"}"
                        + " 1");
    }

    @Test
    void countsOperationsByWhatCameOfThem() {
        metrics.roundEnded(Reports.binding(new Outcome.Applied()).build());
        metrics.roundEnded(Reports.binding(new Outcome.Applied()).build());
        metrics.roundEnded(
                Reports.binding(new Outcome.Refused("ENOMEM", "text")).build());
        metrics.roundEnded(
                Reports.binding(new Outcome.Lost("no answer to request 17")).build());
        metrics.roundEnded(Reports.unreachable());
        assertThat(metrics.scrape())
                .contains(bindVip("", "applied") + " 2")
                .contains(bindVip("ENOMEM", "refused") + " 1")
                .contains(bindVip("", "lost") + " 1")
                .contains("kubeipvs_batch_operations_count{kernel_family=\"route\"} 4")
                .contains("kubeipvs_kernel_unreachable_total 1");
    }

    @Test
    void countsTheOperationsThatTheKernelGetsAtOnce() {
        VipOp bind = new VipOp.BindVip(Ip.parse("10.96.0.1"));
        VipOp unbind = new VipOp.UnbindVip(Ip.parse("10.96.0.2"));
        Outcome applied = new Outcome.Applied();
        metrics.roundEnded(Reports.round()
                .results(List.of(
                        new ApplyReport.Result(bind, applied, 0),
                        new ApplyReport.Result(unbind, applied, 0),
                        new ApplyReport.Result(bind, applied, 1)))
                .build());
        assertThat(metrics.scrape())
                .contains("kubeipvs_batch_operations_count{kernel_family=\"route\"} 2")
                .contains("kubeipvs_batch_operations_sum{kernel_family=\"route\"} 3");
    }

    @Test
    void showsHowManyServersDrain() {
        metrics.roundEnded(Reports.round().draining(3).build());
        assertThat(metrics.scrape()).contains("kubeipvs_draining_servers 3");
    }

    @Test
    void countsRejectedObjectsWhileTheyAreRejected() {
        rejected.reject("Service", "default/web", "spec.ports[0].port 0: must be in 1-65535");
        rejected.reject("Service", "default/web", "spec.ports[0].port 70000: must be in 1-65535");
        assertThat(metrics.scrape()).contains("kubeipvs_rejected_objects{kind=\"Service\"} 1");
        rejected.clear("Service", "default/web");
        assertThat(metrics.scrape()).contains("kubeipvs_rejected_objects{kind=\"Service\"} 0");
    }

    @Test
    void countsRefusedAddressesByReason() {
        metrics.roundEnded(Reports.round()
                .refused(Map.of(RefusedAddress.Reason.LOOPBACK, 2))
                .build());
        assertThat(metrics.scrape())
                .contains("kubeipvs_refused_addresses{reason=\"loopback\"} 2")
                .contains("kubeipvs_refused_addresses{reason=\"service_range\"} 0");
        metrics.roundEnded(Reports.round().build());
        assertThat(metrics.scrape()).contains("kubeipvs_refused_addresses{reason=\"loopback\"} 0");
    }

    @Test
    void countsWhatHappensToTheWatches() {
        metrics.watches().listed("Service", 12);
        metrics.watches().watchOver("Service", WatchObserver.Reason.HUNG);
        assertThat(metrics.scrape())
                .contains("kubeipvs_full_lists_total{kind=\"Service\"} 1")
                .contains("kubeipvs_watches_ended_total{kind=\"Service\",reason=\"hung\"} 1");
    }

    @Test
    void countsWhatBecameOfChangesOfTheConfiguration() {
        metrics.configReloaded(false);
        assertThat(metrics.scrape())
                .contains("kubeipvs_config_reloads_total{outcome=\"applied\"} 0")
                .contains("kubeipvs_config_reloads_total{outcome=\"rejected\"} 1");
    }

    private static String bindVip(String errno, String outcome) {
        return "kubeipvs_operations_total{errno=\"" + errno
                + "\",kernel_family=\"route\",operation=\"bind_vip\",outcome=\"" + outcome + "\"}";
    }

    private static ServiceView triggered(Instant... times) {
        List<ChangeTrigger> triggers = Stream.of(times)
                .map(time -> new ChangeTrigger(Family.IPV6, time))
                .toList();
        return ServiceView.named(new ServiceName("default", "web")).withTriggers(triggers);
    }
}
