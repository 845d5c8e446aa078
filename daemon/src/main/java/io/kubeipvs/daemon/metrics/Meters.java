package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.model.Family;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Makes meters with exactly these names: Micrometer takes "_total" and "_info" from a gauge's name, and adds a gauge
 * "_max" to each histogram, so it only holds the registry.
 */
record Meters(PrometheusRegistry registry) {
    /** The label of kube-proxy's metrics that are kept for each family. */
    static final String IP_FAMILY = "ip_family";

    /** kube-proxy's usual bounds: 1 ms and its doubles up to 16.384 s; in seconds. */
    static final double[] LATENCY = doubles(0.001, 15);

    /** This many bounds: the first one, and each next one twice the one before. */
    static double[] doubles(double first, int count) {
        return IntStream.range(0, count)
                .mapToDouble(power -> first * (1L << power))
                .toArray();
    }

    /** The label's value for this family, as kube-proxy writes it. */
    static String label(Family family) {
        return family == Family.IPV4 ? "IPv4" : "IPv6";
    }

    Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** A counter whose value another object counts. */
    void counter(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    Gauge gauge(String name, String help, String... labels) {
        return Gauge.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** A gauge that is read at each scrape. */
    void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /**
     * A gauge that is read at each scrape, with one value for each value of a label.
     *
     * @param values by the label's value
     */
    void gauges(String name, String help, String label, Map<String, DoubleSupplier> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.forEach((text, value) -> callback.call(value.getAsDouble(), text)))
                .register(registry);
    }

    /** A histogram with these bounds, "+Inf" besides. */
    Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }
}
