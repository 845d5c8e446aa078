package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;

/**
 * The traffic with the kernel: the messages, and the metrics of kube-proxy for its conntrack
 * reconciler, under its names; ours runs aside, not within a sync.
 */
final class DoorMetrics implements KernelObserver {
    private final Counter sent;
    private final Histogram durations;
    private final Counter deleted;

    DoorMetrics(Meters meters) {
        sent = meters.counter(
                "kubeipvs_netlink_messages_sent_total", "Netlink messages sent", KernelMetrics.KERNEL_FAMILY);
        durations = meters.histogram(
                "kubeproxy_conntrack_reconciler_sync_duration_seconds",
                "ReconcileConntrackFlowsLatency latency in seconds",
                Meters.LATENCY,
                Meters.IP_FAMILY);
        deleted = meters.counter(
                "kubeproxy_conntrack_reconciler_deleted_entries_total",
                "Cumulative conntrack flows deleted by conntrack reconciler",
                Meters.IP_FAMILY);
    }

    @Override
    public void forgot(Family family, int flows, Duration took) {
        durations.labelValues(Meters.label(family)).observe(took.toNanos() / 1e9);
        deleted.labelValues(Meters.label(family)).inc(flows);
    }

    @Override
    public void sent(Subsystem subsystem, int messages) {
        sent.labelValues(KernelMetrics.kernelFamily(subsystem)).inc(messages);
    }
}
