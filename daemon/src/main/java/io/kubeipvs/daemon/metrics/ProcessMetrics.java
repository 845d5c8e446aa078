package io.kubeipvs.daemon.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The metrics of the process that every program of Kubernetes has, under the names of Go's Prometheus client. Those that
 * the library lacks are read from {@code /proc/self}, see proc(5); a value that cannot be read is NaN.
 */
final class ProcessMetrics {
    /** The value of "unlimited": the largest unsigned number of 64 bits. */
    private static final double UNLIMITED = 0x1p64;

    private final Path proc;

    /** A number in a file. */
    private interface Reading {
        double value() throws IOException;
    }

    private ProcessMetrics(Path proc) {
        this.proc = proc;
    }

    /** @param proc the folder of the process, {@code /proc/self} */
    static void add(Meters meters, Path proc) {
        io.prometheus.metrics.instrumentation.jvm.ProcessMetrics.builder().register(meters.registry());
        new ProcessMetrics(proc).add(meters);
    }

    private void add(Meters meters) {
        meters.gauge(
                "process_virtual_memory_max_bytes",
                "Maximum amount of virtual memory available in bytes.",
                () -> read(this::addressSpaceLimit));
        meters.counter(
                "process_network_receive_bytes_total",
                "Number of bytes received by the process over the network.",
                () -> read(() -> octets("InOctets")));
        meters.counter(
                "process_network_transmit_bytes_total",
                "Number of bytes sent by the process over the network.",
                () -> read(() -> octets("OutOctets")));
    }

    private static double read(Reading reading) {
        try {
            return reading.value();
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }

    private double addressSpaceLimit() throws IOException {
        String name = "Max address space";
        try (Stream<String> lines = Files.lines(proc.resolve("limits"))) {
            String line =
                    lines.filter(each -> each.startsWith(name)).findFirst().orElseThrow();
            String soft = line.substring(name.length()).trim().split(" +")[0];
            return soft.equals("unlimited") ? UNLIMITED : Double.parseDouble(soft);
        }
    }

    /** Of the network namespace. The names are in one line, the values in the next. */
    private double octets(String name) throws IOException {
        List<String> lines = Files.readAllLines(proc.resolve("net/netstat")).stream()
                .filter(line -> line.startsWith("IpExt:"))
                .toList();
        int column = Arrays.asList(lines.get(0).split(" ")).indexOf(name);
        return Double.parseDouble(lines.get(1).split(" ")[column]);
    }
}
