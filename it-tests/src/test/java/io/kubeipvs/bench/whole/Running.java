package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program in a process of its own, started by its own launcher. */
final class Running implements AutoCloseable {
    private static final String METRICS = "http://127.0.0.1:10249/metrics";
    private static final String READY = "http://127.0.0.1:10256/readyz";
    private static final String HEALTHY = "http://127.0.0.1:10256/healthz";
    private static final String ALIVE = "http://127.0.0.1:10256/livez";
    private static final long TICKS_A_SECOND = 100;
    private static final int STOP_SECONDS = 60;
    private static final long READY_PAUSE_MILLIS = 25;

    private final Process process;
    private final Path log;
    private final long started;

    private Running(Process process, Path log, long started) {
        this.process = process;
        this.log = log;
        this.started = started;
    }

    /** @param javaOptions options of the JVM besides the program's own */
    static Running start(String javaOptions, List<String> flags) throws IOException {
        Path log = Files.createTempFile("kube-ipvs", ".log");
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("bench.program"),
                "run",
                "--hostname-override=" + Cluster.NODE,
                "--state-dir=" + Files.createTempDirectory("state")));
        command.addAll(flags);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        String variable = System.getProperty("bench.variable", "KUBEIPVS_JAVA_OPTS");
        builder.environment().merge(variable, javaOptions, (given, more) -> given + " " + more);
        long started = System.nanoTime();
        return new Running(builder.start(), log, started);
    }

    /** Of its start, in nanoseconds of {@link System#nanoTime}. */
    long started() {
        return started;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it reports that every Service was programmed once. Returns when, as {@link #started} does. */
    long awaitReady() throws InterruptedException {
        return Stage.await(Running::isReady, READY_PAUSE_MILLIS, this);
    }

    private static boolean isReady() {
        return isOk(READY);
    }

    /** Whether the program that runs is alive and well. */
    static boolean isHealthy() {
        return isOk(HEALTHY) & isOk(ALIVE);
    }

    private static boolean isOk(String page) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(page).openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** The value of a metric without labels. */
    double metric(String name) {
        try (InputStream answer = new URL(METRICS).openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no metric is called " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU time so far, user and system, in seconds. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_A_SECOND;
    }

    /** A figure of {@code /proc/PID/status} such as {@code VmRSS}, in MiB. */
    double status(String name) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        Matcher line = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(status);
        if (!line.find()) {
            throw new IOException("no " + name);
        }
        return Long.parseLong(line.group(1)) / 1024.0;
    }

    /** The lines of {@code /proc/PID/smaps}: each mapping with its pages. */
    List<String> smaps() throws IOException {
        return Files.readAllLines(Path.of("/proc", pid(), "smaps"));
    }

    /** The number of entries of a folder of {@code /proc/PID}, such as {@code fd}. */
    int count(String name) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", pid(), name))) {
            return (int) entries.count();
        }
    }

    /** Has the JVM collect all garbage. */
    void collectGarbage() throws IOException, InterruptedException {
        jcmd("GC.run");
        TimeUnit.SECONDS.sleep(2);
    }

    /** Runs a command of {@code jcmd} and returns what it prints. */
    String jcmd(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid()));
        words.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes());
        jcmd.waitFor();
        return output;
    }

    private String pid() {
        return Long.toString(process.pid());
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
