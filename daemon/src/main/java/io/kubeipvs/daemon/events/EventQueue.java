package io.kubeipvs.daemon.events;

import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts Events on a thread of its own, so that no other thread waits for the API server. Events above the limits are
 * dropped: the log contains the same. An Event that cannot be posted is tried again.
 */
public final class EventQueue implements EventRecorder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int MOST = 1000;
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final BlockingQueue<Report> reports = new ArrayBlockingQueue<>(MOST);
    private final EventLimits limits = new EventLimits();
    private final InstantSource clock;
    private final MonotonicClock monotonic;
    private final Duration retry;
    private final FailedPostings failed;
    private Worker worker;
    private String lastProblem = "";
    private volatile boolean closed;

    /**
     * @param clock the time of day, for the Events
     * @param monotonic for their limits
     */
    public EventQueue(InstantSource clock, MonotonicClock monotonic) {
        this(clock, monotonic, RETRY);
    }

    EventQueue(InstantSource clock, MonotonicClock monotonic, Duration retry) {
        this.clock = clock;
        this.monotonic = monotonic;
        this.retry = retry;
        this.failed = new FailedPostings(retry);
    }

    @Override
    public void record(Report report) {
        if (!reports.offer(report)) {
            LOG.debug("event_dropped event=\"{}\"", report);
        }
    }

    /**
     * Starts to post the recorded Events, and those to come.
     *
     * @param workers start and supervise the thread
     */
    public synchronized void start(EventPoster poster, Workers workers) {
        worker = workers.start("events", () -> run(poster));
    }

    private void run(EventPoster poster) throws InterruptedException {
        while (!closed) {
            Report report = reports.poll(retry.toMillis(), TimeUnit.MILLISECONDS);
            EventLimits.Moment now = new EventLimits.Moment(clock.instant(), monotonic.instant());
            if (report != null) {
                limits.seen(report, now).ifPresent(posting -> postFirst(poster, posting));
            }
            limits.due(now).forEach(posting -> postFirst(poster, posting));
            postAgain(poster);
        }
    }

    private void postFirst(EventPoster poster, Posting posting) {
        if (!isPosted(poster, posting)) {
            failed.add(posting, monotonic.instant());
        }
    }

    private void postAgain(EventPoster poster) {
        Optional<Posting> again = failed.due(monotonic.instant());
        while (!closed && again.isPresent()) {
            if (isPosted(poster, again.get())) {
                failed.posted();
            } else {
                failed.failedAgain(monotonic.instant());
            }
            again = failed.due(monotonic.instant());
        }
    }

    private boolean isPosted(EventPoster poster, Posting posting) {
        try {
            poster.post(posting);
            if (!lastProblem.isEmpty()) {
                lastProblem = "";
                LOG.info("events_posted_again");
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("event_not_posted event=\"{}\"", posting, e);
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem) && !closed) {
                lastProblem = problem;
                LOG.info(
                        "events_not_posted_will_retry cause=\"{}\" effect=\"until then only the log contains them\"",
                        problem);
            }
            return false;
        }
    }

    /** Ends the thread. Events that are not posted yet are dropped. */
    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.stop();
        }
    }
}
