package io.kubeipvs.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.kernel.Subsystem;
import io.kubeipvs.daemon.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_246_300L);
    private static final NodeView NODE = new NodeView(NodeSpec.named("n1"), Set.of());

    private final RejectedObjects rejected = new RejectedObjects();
    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private Instant now = START;
    private final ProxyMetrics metrics = new ProxyMetrics(rejected, tracker::counts, () -> now, "1.2.3");

    @Test
    void countsMessagesAndRepairsOfTheTables() {
        metrics.doors().sent(Subsystem.IPVS, 3);
        metrics.doors().sent(Subsystem.FLOWS, 1);
        metrics.doors().repairedTable();
        assertThat(metrics.scrape())
                .contains("kubeipvs_netlink_messages_sent_total{kernel_family=\"ipvs\"} 3")
                .contains("kubeipvs_netlink_messages_sent_total{kernel_family=\"conntrack\"} 1")
                .contains("kubeipvs_drift_found_total{kernel_family=\"nft\"} 1")
                .contains("kubeipvs_drift_repaired_total{kernel_family=\"nft\"} 1");
    }

    @Test
    void showsSyncLatencyUnderKubeProxysNameAndBuckets() {
        metrics.synced(report(new Outcome.Applied()));
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
    void aRoundThatOnlyLookedAfterWhatLeavesIsNoSync() {
        metrics.synced(round(0, false));
        assertThat(metrics.scrape()).doesNotContain("kubeproxy_sync_proxy_rules_duration_seconds_count{");
        metrics.synced(round(0, true));
        assertThat(metrics.scrape())
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_count{ip_family=\"IPv4\"} 1")
                .contains("kubeipvs_kernel_reads_total 1");
    }

    @Test
    void aSyncThatFailedInOneFamilyIsTheLastOfTheOther() {
        metrics.synced(report(new Outcome.Refused("ENOMEM", "text")));
        assertThat(metrics.scrape())
                .contains("kubeproxy_sync_proxy_rules_last_timestamp_seconds{ip_family=\"IPv6\"}")
                .doesNotContain("kubeproxy_sync_proxy_rules_last_timestamp_seconds{ip_family=\"IPv4\"}");
    }

    @Test
    void measuresFromTheTriggerToTheKernelButNothingFromBeforeTheStart() {
        now = START.plusSeconds(100);
        metrics.applied(List.of(triggered(START.minusSeconds(1), START.plusSeconds(40), START.plusSeconds(99))), NODE);
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
        metrics.applied(List.of(web.view()), NODE);
        String name = "kubeproxy_sync_proxy_rules_no_local_endpoints_total{ip_family=\"IPv4\",traffic_policy=";
        assertThat(metrics.scrape()).contains(name + "\"internal\"} 1", name + "\"external\"} 0");
        metrics.applied(List.of(new ServiceView(web.view().name(), Optional.empty(), List.of())), NODE);
        assertThat(metrics.scrape()).contains(name + "\"internal\"} 0");
    }

    @Test
    void countsWhatAnotherHandChanged() {
        metrics.synced(report(new Outcome.Applied(), 0));
        metrics.synced(new SyncReport(0, true, report(new Outcome.Applied(), 0).result(), 0, Duration.ZERO));
        metrics.synced(new SyncReport(0, true, report(new Outcome.Skipped(), 0).result(), 0, Duration.ZERO));
        metrics.synced(new SyncReport(0, true, report(new Outcome.Applied(), 0).result(), 0, Duration.ZERO));
        assertThat(metrics.scrape())
                .as("the last one made good what failed before")
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
                .contains(
                        "kubeproxy_conntrack_reconciler_sync_duration_seconds_bucket{ip_family=\"IPv6\",le=\"0.256\"} 0")
                .contains(
                        "kubeproxy_conntrack_reconciler_sync_duration_seconds_bucket{ip_family=\"IPv6\",le=\"0.512\"} 1");
    }

    @Test
    void countsOperationsByWhatCameOfThem() {
        metrics.synced(report(new Outcome.Applied()));
        metrics.synced(report(new Outcome.Applied()));
        metrics.synced(report(new Outcome.Refused("ENOMEM", "text")));
        metrics.synced(report(new Outcome.Lost("no answer to request 17")));
        metrics.unreachable();
        assertThat(metrics.scrape())
                .contains(bindVip("", "applied") + " 2")
                .contains(bindVip("ENOMEM", "refused") + " 1")
                .contains(bindVip("", "lost") + " 1")
                .contains("kubeipvs_batch_operations_count{kernel_family=\"route\"} 4")
                .contains("kubeipvs_kernel_unreachable_total 1");
    }

    @Test
    void showsHowManyServersDrain() {
        metrics.synced(report(new Outcome.Applied()));
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
        Ip loopback = Ip.parse("127.0.0.1");
        RefusedAddress refused = new RefusedAddress("spec.externalIPs", loopback, RefusedAddress.Reason.LOOPBACK);
        metrics.refusedNow(List.of(List.of(refused), List.of(refused)));
        assertThat(metrics.scrape())
                .contains("kubeipvs_refused_addresses{reason=\"loopback\"} 2")
                .contains("kubeipvs_refused_addresses{reason=\"service_range\"} 0");
        metrics.refusedNow(List.of());
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
        return new ServiceView(new ServiceName("default", "web"), Optional.empty(), List.of(), triggers);
    }

    private static SyncReport round(int services, boolean audited) {
        return new SyncReport(services, audited, new ApplyReport(List.of()), 0, Duration.ofMillis(3));
    }

    private static SyncReport report(Outcome outcome) {
        return report(outcome, 3);
    }

    private static SyncReport report(Outcome outcome, int draining) {
        ApplyReport.Result result = new ApplyReport.Result(new KernelOp.BindVip(Ip.parse("10.96.0.1")), outcome);
        return new SyncReport(1, false, new ApplyReport(List.of(result)), draining, Duration.ofMillis(3));
    }
}
