package io.kubeipvs.daemon.kernel.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.ClosedException;
import io.kubeipvs.netlink.NetlinkException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventFollowerTest {
    private static final String FAILURE = "failure";
    private static final String END = "end";

    /** All events of the follower, in their order. */
    private final List<String> history = new CopyOnWriteArrayList<>();

    private final List<String> failedWorkers = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile FakeSource source = new FakeSource();
    private final EventFollower<String> follower =
            new EventFollower<>("events", this::open, history::add, () -> history.add("unknown"), Duration.ofMillis(1));
    private final Workers workers = new Workers(
            new WorkerObserver() {
                @Override
                public void failed(String worker) {
                    failedWorkers.add(worker);
                }
            },
            Workers.Timing.DEFAULT,
            () -> {});

    @AfterEach
    void close() {
        follower.close();
        assertThat(failedWorkers).isEmpty();
    }

    @Test
    void reportsAnnouncementsInTheirOrder() throws Exception {
        follower.start(workers);
        source.announcements.addAll(List.of("a", "b", "c"));
        awaitHistory("open", "a", "b", "c");
    }

    @Test
    void opensAnewAfterAFailureAndReportsWhatIsUnknownAfterThat() throws Exception {
        follower.start(workers);
        source.announcements.addAll(List.of("a", FAILURE));
        awaitHistory("open", "a", "close", "open", "unknown");
        source.announcements.add("b");
        awaitHistory("open", "a", "close", "open", "unknown", "b");
    }

    @Test
    void triesAgainUntilTheKernelLetsItAndLogsTheSameProblemOnce() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            follower.start(workers);
            refusals.set(3);
            source.announcements.add(FAILURE);
            awaitHistory("open", "close", "refused", "refused", "refused", "open", "unknown");
            assertThat(log.lines("kernel_events_failed_will_retry events=events cause=\"no memory\""))
                    .hasSize(1);
            assertThat(follower.problems())
                    .as("until an announcement comes")
                    .containsExactly(Problem.of("changes of the kernel (events) cannot be followed: no memory"));
            source.announcements.add("a");
            Await.until(() -> assertThat(follower.problems()).isEmpty());
        }
    }

    @Test
    void startsNothingWhenTheFirstSocketIsRefused() {
        refusals.set(1);
        assertThatThrownBy(() -> follower.start(workers))
                .isInstanceOf(NetlinkException.class)
                .hasMessage("no memory");
        assertThat(history).containsExactly("refused");
    }

    @Test
    void endsWhenItIsClosedAndOpensNothingAfterThat() throws Exception {
        follower.start(workers);
        FakeSource first = source;
        first.announcements.add("a");
        awaitHistory("open", "a");
        follower.close();
        first.announcements.add("b");
        assertThat(history).containsExactly("open", "a", "close");
    }

    private void awaitHistory(String... expected) {
        Await.until(() -> assertThat(history).containsExactly(expected));
    }

    private EventFollower.Source<String> open() throws NetlinkException {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            history.add("refused");
            throw new NetlinkException("no memory");
        }
        source = new FakeSource();
        history.add("open");
        return source;
    }

    /** The announcements of one socket. */
    private final class FakeSource implements EventFollower.Source<String> {
        private final BlockingQueue<String> announcements = new LinkedBlockingQueue<>();

        @Override
        public Optional<String> next(Duration wait) throws NetlinkException {
            try {
                String next = announcements.take();
                if (next.equals(FAILURE)) {
                    throw new NetlinkException("no memory");
                }
                if (next.equals(END)) {
                    throw new ClosedException();
                }
                return Optional.of(next);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClosedException();
            }
        }

        @Override
        public void close() {
            history.add("close");
            announcements.add(END);
        }
    }
}
