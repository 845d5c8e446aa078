package io.kubeipvs.daemon.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What any program of Kubernetes tells of its process, under the names of Go's Prometheus client; read from {@code
 * /proc/self}, see proc(5). What cannot be read is NaN.
 */
final class ProcessMetrics {
    /** {@code USER_HZ}, which is the same on every architecture that there is Java for. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final double KILO = 1024;

    /** What is called "unlimited": the largest unsigned number of 64 bits. */
    private static final double UNLIMITED = 0x1p64;

    private final Path proc;

    /** A number in a file. */
    private interface Reading {
        double value() throws IOException;
    }

    /** @param proc the folder of the process, {@code /proc/self} */
    ProcessMetrics(Meters meters, Path proc) {
        this.proc = proc;
        meters.counter(
                "process_cpu_seconds_total",
                "Total user and system CPU time spent in seconds.",
                () -> read(() -> (stat(USER_TIME) + stat(SYSTEM_TIME)) / TICKS_PER_SECOND));
        meters.gauge("process_open_fds", "Number of open file descriptors.", () -> read(this::openFiles));
        meters.gauge(
                "process_max_fds",
                "Maximum number of open file descriptors.",
                () -> read(() -> limit("Max open files")));
        meters.gauge(
                "process_resident_memory_bytes",
                "Resident memory size in bytes.",
                () -> read(() -> KILO * status("VmRSS:")));
        meters.gauge(
                "process_virtual_memory_bytes",
                "Virtual memory size in bytes.",
                () -> read(() -> KILO * status("VmSize:")));
        meters.gauge(
                "process_virtual_memory_max_bytes",
                "Maximum amount of virtual memory available in bytes.",
                () -> read(() -> limit("Max address space")));
        addRest(meters);
    }

    private void addRest(Meters meters) {
        double started = ProcessHandle.current()
                        .info()
                        .startInstant()
                        .orElse(Instant.EPOCH)
                        .toEpochMilli()
                / 1000.0;
        meters.gauge(
                "process_start_time_seconds", "Start time of the process since unix epoch in seconds.", () -> started);
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

    /** The field with this number, behind the program's name, which may hold blanks. */
    private double stat(int field) throws IOException {
        String line = Files.readString(proc.resolve("stat"));
        return Double.parseDouble(line.substring(line.lastIndexOf(')') + 2).split(" ")[field]);
    }

    private double openFiles() throws IOException {
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            return files.count();
        }
    }

    private double limit(String name) throws IOException {
        String soft = line("limits", name).substring(name.length()).trim().split(" +")[0];
        return soft.equals("unlimited") ? UNLIMITED : Double.parseDouble(soft);
    }

    private double status(String name) throws IOException {
        return Double.parseDouble(line("status", name).split("\\s+")[1]);
    }

    /** Of the network namespace: the names are in one line, the values in the next. */
    private double octets(String name) throws IOException {
        List<String> lines = Files.readAllLines(proc.resolve("net/netstat")).stream()
                .filter(line -> line.startsWith("IpExt:"))
                .toList();
        int column = Arrays.asList(lines.get(0).split(" ")).indexOf(name);
        return Double.parseDouble(lines.get(1).split(" ")[column]);
    }

    private String line(String file, String start) throws IOException {
        try (Stream<String> lines = Files.lines(proc.resolve(file))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElseThrow();
        }
    }
}
