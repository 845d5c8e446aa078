package io.kubeipvs.daemon.servercheck;

import io.kubeipvs.core.servercheck.CheckBook;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the servers that the last rounds want to be checked, on one thread with one selector. Sockets, bytes and time of each
 * check are bounded, and so is the number of checks in a second. If the thread fails, it begins anew with the same servers.
 */
public final class ServerChecks implements SyncListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerChecks.class);
    /** So many checks are under way at once. Each of them has a socket, and one with TLS 50 KiB. */
    static final int MOST_OPEN = 256;

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    /** The state is collected so seldom for readers. */
    private static final Duration VIEW_PAUSE = Duration.ofSeconds(1);

    private final IntSupplier perSecond;
    private final MonotonicClock clock;
    private final CheckObserver observer;
    private final Schedule schedule;
    private final Queue<CheckBook.Changes> changes = new ConcurrentLinkedQueue<>();
    private final Set<Exchange> open = new LinkedHashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private Consumer<CheckResult> results = result -> {};
    private Optional<UnverifiedTls> tls = Optional.empty();
    private Optional<Worker> worker = Optional.empty();
    private Instant viewed = Instant.MIN;
    private String lastProblem = "";
    private volatile Selector selector;
    private volatile CheckOverview overview = CheckOverview.NONE;

    /** @param perSecond the most checks that begin in a second, at each moment */
    public ServerChecks(IntSupplier perSecond, MonotonicClock clock, CheckObserver observer) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.observer = observer;
        this.schedule = new Schedule(() -> ThreadLocalRandom.current().nextDouble(), perSecond.getAsInt());
    }

    /** Checks from now on. @param toSync takes the servers that became unhealthy or healthy */
    public ServerChecks start(Workers workers, Consumer<CheckResult> toSync) {
        results = toSync;
        observer.show(this::overview);
        worker = Optional.of(workers.start("server-checks", this::work));
        return this;
    }

    /** The state of all checks, at most a second old. Safe to call from any thread. */
    public CheckOverview overview() {
        return overview;
    }

    /** The last result of this check; empty = it is not made. Safe to call from any thread. */
    public Optional<CheckOverview.Last> last(ServerCheck check) {
        return schedule.last(check, clock.instant());
    }

    @Override
    public void roundEnded(SyncReport report) {
        CheckBook.Changes ofRound = report.round().checks();
        if (!ofRound.begun().isEmpty() || !ofRound.ended().isEmpty()) {
            changes.add(ofRound);
            Selector current = selector;
            if (current != null) {
                current.wakeup();
            }
        }
    }

    private void work() throws InterruptedException {
        try (Selector opened = Selector.open()) {
            selector = opened;
            while (!Thread.interrupted()) {
                step(opened);
            }
            throw new InterruptedException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            List.copyOf(open).forEach(this::abandon);
        }
    }

    private void step(Selector current) throws IOException {
        Instant now = clock.instant();
        takeChanges(now);
        schedule.limit(perSecond.getAsInt());
        begin(current, now);
        view(now);
        long millis = Math.max(1, untilNext(now).toMillis());
        current.select(millis);
        for (SelectionKey key : current.selectedKeys()) {
            proceed((Exchange) key.attachment());
        }
        current.selectedKeys().clear();
        endLate();
    }

    private void takeChanges(Instant now) {
        for (CheckBook.Changes next = changes.poll(); next != null; next = changes.poll()) {
            next.ended().forEach(schedule::end);
            for (ServerCheck check : next.begun()) {
                schedule.begin(check, now);
                // A result of an earlier check of the same server may be on its way: this one counts after it.
                results.accept(new CheckResult(check, Optional.empty()));
            }
        }
    }

    private void begin(Selector current, Instant now) {
        while (open.size() < MOST_OPEN) {
            Optional<CheckState> next = schedule.take(now);
            if (next.isEmpty()) {
                return;
            }
            begin(next.get(), current, now);
        }
    }

    private void begin(CheckState state, Selector current, Instant now) {
        try {
            Exchange exchange = Exchange.begin(state, now, current, this::tls);
            open.add(exchange);
            exchange.connect().ifPresent(verdict -> end(exchange, verdict));
            lastProblem = "";
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).equals(lastProblem)) {
                lastProblem = String.valueOf(e.getMessage());
                LOG.warn(
                        "health_check_not_made_will_retry cause=\"{}\" fix=\"raise the limit of open files\"",
                        lastProblem);
            }
            observer.checked(Verdict.Outcome.NOT_MADE.label());
            state.notMade(now);
            schedule.putBack(state);
        }
    }

    private UnverifiedTls tls() {
        tls = tls.or(() -> Optional.of(UnverifiedTls.create()));
        return tls.get();
    }

    private void proceed(Exchange exchange) {
        if (open.contains(exchange)) {
            exchange.proceed(buffer).ifPresent(verdict -> end(exchange, verdict));
        }
    }

    private void endLate() {
        Instant now = clock.instant();
        List<Exchange> late = new ArrayList<>();
        open.stream()
                .filter(exchange ->
                        !exchange.deadline().isAfter(now) || exchange.state().isEnded())
                .forEach(late::add);
        late.forEach(exchange -> end(exchange, exchange.late()));
    }

    private void end(Exchange exchange, Verdict verdict) {
        exchange.close();
        open.remove(exchange);
        CheckState state = exchange.state();
        if (!state.isEnded()) {
            observer.checked(verdict.outcome().label());
            state.take(verdict, exchange.started(), clock.instant()).ifPresent(results);
            schedule.putBack(state);
        }
    }

    private void abandon(Exchange exchange) {
        exchange.close();
        open.remove(exchange);
        exchange.state().notMade(clock.instant());
        schedule.putBack(exchange.state());
    }

    private Duration untilNext(Instant now) {
        Instant next = open.size() < MOST_OPEN ? schedule.next(now) : Instant.MAX;
        for (Exchange exchange : open) {
            if (exchange.deadline().isBefore(next)) {
                next = exchange.deadline();
            }
        }
        Instant latest = now.plus(LONGEST_WAIT);
        Instant first = next.isBefore(latest) ? next : latest;
        return first.isAfter(now) ? Duration.between(now, first) : Duration.ZERO;
    }

    private void view(Instant now) {
        if (viewed.equals(Instant.MIN) || !now.isBefore(viewed.plus(VIEW_PAUSE))) {
            viewed = now;
            overview = schedule.overview(now);
        }
    }

    @Override
    public void close() {
        worker.ifPresent(Worker::close);
    }
}
