package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;

/** The problems of objects: how many cannot be used, and which addresses are not served. */
final class ObjectMetrics {
    private volatile Map<RefusedAddress.Reason, Integer> refused = Map.of();
    private volatile int ignoredOptions;

    ObjectMetrics(MeterRegistry registry, RejectedObjects rejected) {
        for (RefusedAddress.Reason reason : RefusedAddress.Reason.values()) {
            Gauge.builder("kubeipvs_refused_addresses", () -> refused.getOrDefault(reason, 0))
                    .description("Addresses that Services request and cannot get; the log names them")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("kubeipvs_annotations_without_effect", () -> ignoredOptions)
                .description("Annotations of Services that are in force and have no effect; the log states the cause")
                .register(registry);
        for (String kind : RejectedObjects.KINDS) {
            Gauge.builder("kubeipvs_rejected_objects", () -> rejected.count(kind))
                    .description("Objects that cannot be used as they are; the log states the cause")
                    .tag("kind", kind)
                    .register(registry);
            Gauge.builder("kubeipvs_refused_elements", () -> rejected.refused(kind))
                    .description("Elements of objects in force that cannot be used; the log states the cause")
                    .tag("kind", kind)
                    .register(registry);
        }
    }

    void after(RoundReport.State state) {
        refused = state.refused();
        ignoredOptions = state.ignoredOptions();
    }
}
