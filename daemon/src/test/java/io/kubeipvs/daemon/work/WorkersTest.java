package io.kubeipvs.daemon.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private static final Workers.Timing QUICK =
            new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1));

    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final Workers workers = new Workers(
            new WorkerObserver() {
                @Override
                public void failed(String worker) {
                    failed.add(worker);
                }
            },
            QUICK,
            lost::incrementAndGet);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, InterruptedException.class})
    void workThatThrowsIsLoggedWithItsStackTraceCountedAndRestarted(Class<? extends Throwable> kind) {
        try (CapturedLog log = new CapturedLog();
                Worker worker = workers.start("w", () -> failTwice(kind))) {
            Await.until(() -> assertThat(runs).hasValue(3));
            assertThat(log.lines(
                            "worker_failed worker=\"w\" cause=\"" + kind.getName() + "\" effect=\"starts again in"))
                    .hasSize(2);
            assertThat(log.lines("WorkersTest.failTwice(WorkersTest.java:")).hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(failed).containsExactly("w", "w");
        assertThat(workers.problems()).containsExactly("worker w failed: " + kind.getSimpleName());
        assertThat(workers.lost()).isEmpty();
    }

    private void failTwice(Class<? extends Throwable> kind) throws InterruptedException {
        if (runs.incrementAndGet() < 3) {
            if (kind == StackOverflowError.class) {
                throw new StackOverflowError();
            }
            if (kind == InterruptedException.class) {
                throw new InterruptedException();
            }
            throw new IllegalStateException();
        }
        never.await();
    }

    @Test
    void workThatEndsAlthoughNobodyStoppedItIsAFailure() {
        try (CapturedLog log = new CapturedLog();
                Worker worker = workers.start("w", runs::incrementAndGet)) {
            Await.until(() -> assertThat(runs).hasValueGreaterThan(2));
            assertThat(log.lines("cause=\"java.lang.IllegalStateException: the work ended although"))
                    .isNotEmpty();
        }
        assertThat(failed).isNotEmpty();
    }

    @Test
    void closeEndsTheWorkAndIsNoFailure() {
        try (CapturedLog log = new CapturedLog()) {
            CountDownLatch begun = new CountDownLatch(1);
            Worker worker = workers.start("w", () -> {
                begun.countDown();
                never.await();
            });
            Await.until(() -> assertThat(begun.getCount()).isZero());
            worker.close();
            assertThat(log.lines("worker_")).isEmpty();
        }
        assertThat(failed).isEmpty();
        assertThat(workers.problems()).isEmpty();
        assertThat(threads("w")).isEmpty();
        assertThat(lost).hasValue(0);
    }

    @Test
    void workThatEndsByItsOwnSignEndsWithoutAnInterruptAndWithoutAFailure() {
        CountDownLatch sign = new CountDownLatch(1);
        Worker worker = workers.start("w", sign::await);
        worker.expectEnd();
        sign.countDown();
        worker.awaitEnd();
        assertThat(failed).isEmpty();
        assertThat(lost).hasValue(0);
    }

    @Test
    void aWorkerIsStoppedDuringItsPauseToo() {
        Workers slow = new Workers(
                WorkerObserver.NONE,
                new Workers.Timing(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)),
                lost::incrementAndGet);
        try (CapturedLog log = new CapturedLog()) {
            Worker worker = slow.start("w", () -> {
                throw new IllegalStateException("on purpose");
            });
            Await.until(() -> assertThat(slow.problems()).hasSize(1));
            worker.expectEnd();
            worker.awaitEnd();
        }
        assertThat(lost).hasValue(0);
    }

    @Test
    void aWorkerThatCannotBeRestartedIsLostAndTheProgramIsToEnd() {
        WorkerObserver failing = new WorkerObserver() {
            @Override
            public void failed(String worker) {
                throw new IllegalStateException("on purpose");
            }
        };
        Workers doomed = new Workers(failing, QUICK, lost::incrementAndGet);
        try (CapturedLog log = new CapturedLog()) {
            doomed.start("w", () -> {
                throw new StackOverflowError();
            });
            Await.until(() -> assertThat(lost).hasValue(1));
            assertThat(log.lines("worker_lost worker=\"w\"")).hasSize(1);
        }
        assertThat(doomed.lost()).containsExactly("w");
    }

    @Test
    void aTaskThatFailsOnAPoolIsReportedAndThePoolGoesOn() {
        ExecutorService pool = Executors.newSingleThreadExecutor(workers.pool("p"));
        try (CapturedLog log = new CapturedLog()) {
            pool.execute(() -> {
                throw new StackOverflowError();
            });
            pool.execute(workers.guarded("p", () -> {
                throw new IllegalStateException("on purpose");
            }));
            pool.execute(runs::incrementAndGet);
            Await.until(() -> assertThat(runs).hasValue(1));
            assertThat(log.lines("worker_failed worker=\"p\"")).hasSize(2);
        } finally {
            pool.shutdownNow();
        }
        assertThat(failed).containsExactly("p", "p");
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }
}
