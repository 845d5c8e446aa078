package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import io.kubeipvs.daemon.traffic.TrafficPage;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The traffic of Services, if a user wants it; else no metric at all. */
final class TrafficMetrics implements MultiCollector {
    private static final String IN = "in";
    private static final String OUT = "out";

    private final Supplier<TrafficPage> traffic;

    TrafficMetrics(Supplier<TrafficPage> traffic) {
        this.traffic = traffic;
    }

    @Override
    public MetricSnapshots collect() {
        TrafficPage page = traffic.get();
        if (page.ports().isEmpty()) {
            return new MetricSnapshots();
        }
        CounterSnapshot.Builder connections = CounterSnapshot.builder()
                .name("kubeipvs_service_connections")
                .help("Connections to a port of a Service that IPVS scheduled");
        CounterSnapshot.Builder packets = CounterSnapshot.builder()
                .name("kubeipvs_service_packets")
                .help("Packets of connections to a port of a Service, from clients (in) and to them (out)");
        CounterSnapshot.Builder bytes =
                CounterSnapshot.builder().name("kubeipvs_service_bytes").help("Bytes of these packets");
        GaugeSnapshot.Builder active = GaugeSnapshot.builder()
                .name("kubeipvs_service_active_connections")
                .help("Established connections to a port of a Service");
        page.ports().forEach((port, counted) -> {
            Labels labels = labels(port);
            add(connections, labels, counted, Traffic::connections);
            add(packets, labels.add("direction", IN), counted, Traffic::packetsIn);
            add(packets, labels.add("direction", OUT), counted, Traffic::packetsOut);
            add(bytes, labels.add("direction", IN), counted, Traffic::bytesIn);
            add(bytes, labels.add("direction", OUT), counted, Traffic::bytesOut);
            active.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value(page.active().getOrDefault(port, 0L))
                    .build());
        });
        GaugeSnapshot omitted = GaugeSnapshot.builder()
                .name("kubeipvs_service_metrics_omitted")
                .help("Ports of Services without metrics of their traffic, because there are more than the limit")
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(page.omitted())
                        .build())
                .build();
        return new MetricSnapshots(connections.build(), packets.build(), bytes.build(), active.build(), omitted);
    }

    private static Labels labels(TrafficPage.Port port) {
        return Labels.of(
                "namespace", port.service().namespace(),
                "service", port.service().name(),
                "port", port.port(),
                "protocol", port.protocol());
    }

    private static void add(
            CounterSnapshot.Builder metric, Labels labels, Traffic counted, ToLongFunction<Traffic> counter) {
        metric.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(counter.applyAsLong(counted))
                .build());
    }
}
