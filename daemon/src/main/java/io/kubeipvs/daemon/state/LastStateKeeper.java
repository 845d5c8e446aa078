package io.kubeipvs.daemon.state;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeCounts;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last known state of the API server. If the server does not answer after the start, the state of the file is put
 * in force until everything was listed. From then on the file is replaced when something changed, seldom, and at an orderly
 * end. Safe for use by many threads.
 */
public final class LastStateKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastStateKeeper.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String WRITE_FIX =
            "make the folder of --last-state-dir writable and free space in it, or set lastStateMaxAge: 0s";

    private final LastStateFile file;
    private final Receivers receivers;
    private final Server server;
    private final Timing timing;
    private final Runnable onRead;
    private final Instant start = MonotonicClock.SYSTEM.instant();
    private final AtomicReference<ChangeTracker> read = new AtomicReference<>();
    private volatile Optional<Instant> inForce = Optional.empty();
    private volatile Optional<Problem> writeProblem = Optional.empty();
    private boolean isDecided;
    private Optional<Contents> written = Optional.empty();
    private Instant nextRefresh = Instant.MIN;
    private Optional<Worker> worker = Optional.empty();

    /** The API server, as far as its state decides. */
    public interface Server {
        /** Its address. */
        String address();

        /** Whether a request to it failed and none of that kind was answered since. */
        boolean isFailing();

        /** Whether it answered anything since the start. */
        boolean hasAnswer();
    }

    /**
     * How long it waits.
     *
     * @param silent the file is read so long after the start if the server answered nothing
     * @param slow the same if it answered something
     * @param pause the least time between two replacements of the file
     * @param refresh a file that is as old is replaced although nothing changed: its age is the time since the server confirmed it
     */
    public record Timing(Duration silent, Duration slow, Duration pause, Duration refresh) {
        /** The program's. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofHours(1));
    }

    /** The contents of the file, for comparison. A counter of changes stands for Services and slices. */
    private record Contents(long changes, LastState withoutServices) {}

    /** @param onRead called when {@link #take} has something; must return quickly */
    public LastStateKeeper(LastStateFile file, Receivers receivers, Server server, Timing timing, Runnable onRead) {
        this.file = file;
        this.receivers = receivers;
        this.server = server;
        this.timing = timing;
        this.onRead = onRead;
    }

    /** Starts its thread. */
    public void start(Workers workers) {
        worker = Optional.of(workers.start("last-state", this::work));
    }

    private void work() throws InterruptedException {
        while (!isListed()) {
            if (!isDecided && isServerAway()) {
                isDecided = true;
                putInForce();
            }
            sleep(LOOK);
        }
        isDecided = true;
        if (inForce.isPresent()) {
            inForce = Optional.empty();
            LOG.info("last_state_replaced effect=\"serves what the API server has\"");
        }
        while (true) {
            keep();
            sleep(timing.pause());
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    private boolean isServerAway() {
        Duration patience = server.hasAnswer() ? timing.slow() : timing.silent();
        boolean isLate = !MonotonicClock.SYSTEM.instant().isBefore(start.plus(patience));
        return server.isFailing() || isLate;
    }

    private void putInForce() {
        file.read(origin()).ifPresent(dated -> {
            LastState state = dated.state();
            ChangeTracker services = new ChangeTracker(() -> {});
            services.relistSlices(state.slices());
            services.relistServices(state.services());
            receivers.ranges().restore(state.ranges());
            receivers.node().restore(state.node(), receivers.onlyThisNode() ? List.of() : state.otherNodes());
            inForce = Optional.of(dated.written());
            read.set(services);
            LOG.warn(
                    "last_state_in_force file={} written={} services={} slices={} cause=\"the API server did not answer since"
                            + " the start\" effect=\"serves the last known Services, removes nothing\" fix=\"make the API"
                            + " server {} reachable from this node\"",
                    file.path(),
                    dated.written(),
                    state.services().size(),
                    state.slices().size(),
                    server.address());
            onRead.run();
        });
    }

    private Origin origin() {
        return new Origin(receivers.node().name(), server.address());
    }

    /** The Services of the file, once, if they are to be put in force. */
    public Optional<ChangeTracker> take() {
        return Optional.ofNullable(read.getAndSet(null));
    }

    /** Whether Services, slices and nodes of the API server were listed. */
    public boolean isListed() {
        return receivers.tracker().isComplete() && receivers.node().isListed();
    }

    /** Replaces the file if something changed, or if it is old and the server still confirms it. */
    private synchronized void keep() {
        ChangeCounts counts = receivers.tracker().counts();
        Contents now = new Contents(counts.services() + counts.slices(), state(List.of(), List.of()));
        boolean isOld = !MonotonicClock.SYSTEM.instant().isBefore(nextRefresh) && !server.isFailing();
        if (written.equals(Optional.of(now)) && !isOld) {
            return;
        }
        try {
            file.write(state(receivers.tracker().services(), receivers.tracker().slices()), origin());
            written = Optional.of(now);
            nextRefresh = MonotonicClock.SYSTEM.instant().plus(timing.refresh());
            succeeded();
        } catch (ClosedByInterruptException e) {
            Thread.currentThread().interrupt(); // the program ends, and another thread writes the file
        } catch (IOException | RuntimeException e) {
            failed(WriteFailure.inWords(e));
        }
    }

    private LastState state(List<ServiceSpec> services, List<SliceSpec> slices) {
        return new LastState(
                receivers.node().object(),
                receivers.node().otherNodes(),
                receivers.ranges().all(),
                services,
                slices);
    }

    private void succeeded() {
        if (writeProblem.isPresent()) {
            writeProblem = Optional.empty();
            LOG.info("last_state_written_again file={}", file.path());
        }
    }

    private void failed(String cause) {
        if (writeProblem.isEmpty()) {
            LOG.warn(
                    "last_state_not_written_will_retry file={} cause=\"{}\" effect=\"a start without the API server serves an"
                            + " older state, or none\" fix=\"{}\"",
                    file.path(),
                    cause,
                    WRITE_FIX);
        }
        writeProblem = Optional.of(
                new Problem("the last known state " + file.path() + " cannot be written: " + cause, WRITE_FIX));
    }

    /** That the state of the file is in force; empty = it is not. */
    public List<Problem> inForce() {
        return inForce
                .map(at -> new Problem(
                        "the last known state of " + at + " is served: the API server " + server.address()
                                + " did not answer since the start",
                        "make the API server reachable from this node"))
                .stream()
                .toList();
    }

    /** Why the file cannot be written; empty = it can. */
    public List<Problem> writeProblems() {
        return writeProblem.stream().toList();
    }

    /** Ends its thread, and writes what changed since the file was written last. */
    @Override
    public void close() {
        worker.ifPresent(Worker::close);
        if (worker.isPresent() && isListed()) {
            keep();
        }
    }
}
