package io.kubeipvs.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private final List<Posting> posted = new CopyOnWriteArrayList<>();

    @Test
    void postsWhatWasRecordedBeforeAndAfterItsStart() {
        try (EventQueue queue = new EventQueue(InstantSource.system(), MonotonicClock.SYSTEM)) {
            queue.record(report("early"));
            queue.start(posted::add, Workers.unobserved());
            queue.record(report("late"));
            Await.until(() -> assertThat(posted)
                    .extracting(posting -> posting.report().about().toString())
                    .containsExactly("Service default/early", "Service default/late"));
        }
    }

    @Test
    void aServerThatHangsHoldsNoProgramUp() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (EventQueue queue = new EventQueue(InstantSource.system(), MonotonicClock.SYSTEM)) {
            queue.start(
                    posting -> {
                        posted.add(posting);
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    Workers.unobserved());
            for (int i = 0; i < 5000; i++) {
                queue.record(report("web-" + i));
            }
            Await.until(() -> assertThat(posted).hasSize(1));
        }
    }

    @Test
    void aFailureIsLoggedOnceWhileItLasts() {
        try (CapturedLog log = new CapturedLog();
                EventQueue queue = new EventQueue(InstantSource.system(), MonotonicClock.SYSTEM)) {
            queue.start(
                    posting -> {
                        posted.add(posting);
                        throw new IOException("403 Forbidden");
                    },
                    Workers.unobserved());
            queue.record(report("a"));
            queue.record(report("b"));
            Await.until(() -> assertThat(posted).hasSize(2));
            assertThat(log.lines("events_not_posted"))
                    .singleElement()
                    .asString()
                    .endsWith("events_not_posted_will_retry cause=\"403 Forbidden\" effect=\"until then only the log"
                            + " contains them\"");
        }
    }

    @Test
    void anEventThatFailsIsPostedOnceTheServerTakesIt() {
        AtomicInteger failures = new AtomicInteger(5);
        try (CapturedLog log = new CapturedLog();
                EventQueue queue =
                        new EventQueue(InstantSource.system(), MonotonicClock.SYSTEM, Duration.ofMillis(20))) {
            queue.start(
                    posting -> {
                        if (failures.getAndDecrement() > 0) {
                            throw new IOException("connection refused");
                        }
                        posted.add(posting);
                    },
                    Workers.unobserved());
            queue.record(report("a"));
            queue.record(report("b"));
            Await.until(() -> assertThat(posted)
                    .extracting(posting -> posting.report().about().name())
                    .containsExactlyInAnyOrder("a", "b"));
            Await.until(() -> assertThat(log.lines("events_posted_again")).hasSize(1));
            assertThat(log.lines("events_not_posted_will_retry cause=\"connection refused\""))
                    .hasSize(1);
        }
    }

    private static Report report(String service) {
        return new Report(Subject.of(new ServiceName("default", service)), Report.Reason.ADDRESS_REFUSED, "note");
    }
}
