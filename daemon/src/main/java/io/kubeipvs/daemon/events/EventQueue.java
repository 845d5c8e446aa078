package io.kubeipvs.daemon.events;

import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts Events on a thread of its own, so that no other thread waits for the API server. Events above the limits are
 * dropped, and so are Events that cannot be posted: the log contains the same.
 */
public final class EventQueue implements EventRecorder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int MOST = 1000;
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final BlockingQueue<Report> reports = new ArrayBlockingQueue<>(MOST);
    private final EventLimits limits = new EventLimits();
    private final InstantSource clock;
    private final MonotonicClock monotonic;
    private Worker worker;
    private String lastProblem = "";
    private volatile boolean closed;

    /**
     * @param clock the time of day, for the Events
     * @param monotonic for their limits
     */
    public EventQueue(InstantSource clock, MonotonicClock monotonic) {
        this.clock = clock;
        this.monotonic = monotonic;
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
            Report report = reports.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            EventLimits.Moment now = new EventLimits.Moment(clock.instant(), monotonic.instant());
            if (report != null) {
                limits.seen(report, now).ifPresent(posting -> post(poster, posting));
            }
            limits.due(now).forEach(posting -> post(poster, posting));
        }
    }

    private void post(EventPoster poster, Posting posting) {
        try {
            poster.post(posting);
            lastProblem = "";
        } catch (IOException | RuntimeException e) {
            LOG.debug("event_not_posted event=\"{}\"", posting, e);
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem) && !closed) {
                lastProblem = problem;
                LOG.info("events_not_posted cause=\"{}\" effect=\"only the log contains them\"", problem);
            }
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
