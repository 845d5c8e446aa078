package io.kubeipvs.daemon.state;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.drain.Drain;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.files.SafeFile;
import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.kernel.settings.BootId;
import io.kubeipvs.daemon.kernel.settings.NetworkNamespaceId;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in a file since when servers drain, so that a restarted program gives them the rest of their time. Times are
 * those since the machine's boot, which no program can set. The file of another boot is ignored, because no connection
 * outlives a boot. The sync thread hands over what changed, at most every few seconds, and a worker writes it.
 */
public final class DrainTimes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DrainTimes.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String FIX = "make the folder of --state-dir writable and free space in it";

    private final Path file;
    private final String boot;
    private final Supplier<Duration> uptime;
    private final Object lock = new Object();
    private List<DrainTimesFile.Entry> toWrite;
    private volatile Optional<Problem> problem = Optional.empty();
    private Optional<Worker> worker = Optional.empty();

    // Of the sync thread.
    private long handedOver;
    private Instant next = Instant.MIN;

    /** The drains of the calling thread's network namespace, in this folder. */
    public DrainTimes(Path folder) {
        this(folder, BootId.text(), DrainTimes::uptime);
    }

    DrainTimes(Path folder, String boot, Supplier<Duration> uptime) {
        this.file = file(folder);
        this.boot = boot;
        this.uptime = uptime;
    }

    /** The file of the calling thread's network namespace in this folder. */
    public static Path file(Path folder) {
        return folder.resolve("drains." + NetworkNamespaceId.text() + ".json");
    }

    private static Duration uptime() {
        try {
            String seconds = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
            return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
        } catch (IOException | RuntimeException e) {
            LOG.debug("uptime_unreadable", e);
            return Duration.ofNanos(System.nanoTime());
        }
    }

    /** Starts its thread. */
    public void start(Workers workers) {
        worker = Optional.of(workers.start("drain-times", this::work));
    }

    /** Lets the proxy continue the drains of an earlier run. Called before its first round. */
    public void restore(NodeProxy proxy, Instant now) {
        try (InputStream in = SafeFile.open(file)) {
            DrainTimesFile saved = DrainTimesFile.read(in);
            if (boot.isEmpty() || !boot.equals(saved.boot())) {
                LOG.info("drain_times_ignored file={} cause=\"they are of an earlier boot\"", file);
                return;
            }
            Duration up = uptime.get();
            proxy.drains()
                    .restore(saved.drains().stream()
                            .map(entry -> new Drain(
                                    entry.virtualServer(), entry.server(), now.minus(elapsed(up, entry.since()))))
                            .toList());
            saved.drains().stream()
                    .filter(entry -> !entry.node().isEmpty())
                    .forEach(entry -> proxy.nodes().restore(entry.server().address(), entry.node()));
        } catch (NoSuchFileException e) {
            LOG.debug("drain_times_none file={}", file);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "drain_times_ignored file={} cause=\"{}\" effect=\"the time limits of draining servers start again\"",
                    file,
                    OneLine.of(
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
        handedOver = proxy.drains().changes();
    }

    private static Duration elapsed(Duration up, Duration since) {
        Duration elapsed = up.minus(since);
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    /** Hands over what changed, if it is time. For the sync thread. */
    public void keep(NodeProxy proxy, Instant now) {
        if (!next(proxy).isAfter(now)) {
            handOver(proxy, now);
        }
    }

    /** Hands over what changed since the last time. For the sync thread. */
    public void keepLast(NodeProxy proxy, Instant now) {
        if (proxy.drains().changes() != handedOver) {
            handOver(proxy, now);
        }
    }

    private void handOver(NodeProxy proxy, Instant now) {
        handedOver = proxy.drains().changes();
        next = now.plus(PAUSE);
        Duration up = uptime.get();
        List<DrainTimesFile.Entry> entries = proxy.drains().all().stream()
                .map(drain -> new DrainTimesFile.Entry(
                        drain.virtualServer(),
                        drain.server(),
                        up.minus(Duration.between(drain.since(), now)),
                        proxy.nodes().of(drain.server().address()).orElse("")))
                .toList();
        synchronized (lock) {
            toWrite = entries;
            lock.notifyAll();
        }
    }

    /** When something is to be handed over; {@link Instant#MAX} while nothing changed. For the sync thread. */
    public Instant next(NodeProxy proxy) {
        return proxy.drains().changes() == handedOver ? Instant.MAX : next;
    }

    private void work() throws InterruptedException {
        while (true) {
            synchronized (lock) {
                while (toWrite == null) {
                    lock.wait();
                }
            }
            write();
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void write() {
        List<DrainTimesFile.Entry> entries;
        synchronized (lock) {
            entries = toWrite;
            toWrite = null;
        }
        if (entries == null) {
            return;
        }
        try {
            if (entries.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                SafeFile.replace(file, new DrainTimesFile(boot, entries)::write);
            }
            problem = Optional.empty();
        } catch (ClosedByInterruptException e) {
            takeBack(entries);
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            takeBack(entries);
            failed(WriteFailure.inWords(e));
        }
    }

    private void takeBack(List<DrainTimesFile.Entry> entries) {
        synchronized (lock) {
            toWrite = toWrite == null ? entries : toWrite;
        }
    }

    private void failed(String cause) {
        if (problem.isEmpty()) {
            LOG.warn(
                    "drain_times_not_written_will_retry file={} cause=\"{}\" effect=\"a restart begins the time limits of"
                            + " draining servers anew\" fix=\"{}\"",
                    file,
                    cause,
                    FIX);
        }
        problem = Optional.of(new Problem("the times of drains cannot be written to " + file + ": " + cause, FIX));
    }

    /** Why the file cannot be written; empty = it can. Safe to call from any thread. */
    public List<Problem> problems() {
        return problem.stream().toList();
    }

    /** Ends its thread, and writes what was handed over. */
    @Override
    public void close() {
        worker.ifPresent(Worker::close);
        write();
    }
}
