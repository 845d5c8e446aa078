package io.kubeipvs.daemon.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.prometheus.metrics.core.metrics.Info;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The build of the program, and the state of its Java runtime. */
final class ProgramMetrics {
    private ProgramMetrics() {}

    static void add(Meters meters, MeterRegistry micrometer, BuildInfo build) {
        new JvmMemoryMetrics().bindTo(micrometer);
        new JvmThreadMetrics().bindTo(micrometer);
        meters.counter(
                "jvm_gc_seconds_total",
                "Time of garbage collection in seconds, pauses and concurrent work together",
                ProgramMetrics::collectionSeconds);
        Info.builder()
                .name("kubernetes_build_info")
                .help("A metric with a constant '1' value labeled by what was built, and for which platform")
                .labelNames(
                        "major",
                        "minor",
                        "git_version",
                        "git_commit",
                        "git_tree_state",
                        "build_date",
                        "go_version",
                        "compiler",
                        "platform")
                .register(meters.registry())
                .setLabelValues(
                        "",
                        "",
                        build.version(),
                        build.commit(),
                        "",
                        build.date(),
                        "",
                        "javac",
                        "linux/" + architecture());
    }

    private static double collectionSeconds() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1000.0;
    }

    /** The processor's name as Go spells it. */
    private static String architecture() {
        String java = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return java.equals("aarch64") ? "arm64" : java;
    }
}
