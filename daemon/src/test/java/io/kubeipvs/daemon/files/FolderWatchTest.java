package io.kubeipvs.daemon.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private final AtomicReference<String> seen = new AtomicReference<>("nothing");
    private final AtomicInteger calls = new AtomicInteger();
    private FolderWatch watch;

    /** The content of the folder: every file with its content, links followed. */
    private void look() {
        StringBuilder found = new StringBuilder();
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (Path file : files) {
                found.append(file.getFileName())
                        .append('=')
                        .append(Files.readString(file))
                        .append(' ');
            }
        } catch (IOException e) {
            found.append("unreadable");
        }
        calls.incrementAndGet();
        seen.set(found.toString().strip());
    }

    private void sees(String expected) throws Exception {
        Await.until(() -> assertThat(seen).hasValue(expected));
    }

    private void start(Duration rescan) {
        watch = new FolderWatch(folder, rescan, this::look);
        watch.start(Workers.unobserved());
    }

    @AfterEach
    void close() {
        if (watch != null) {
            watch.close();
        }
    }

    @Test
    void eventsReportOfEveryKindOfChange() throws Exception {
        start(NEVER);
        sees("");
        Path a = Files.writeString(folder.resolve("a.yaml"), "1");
        sees("a.yaml=1");
        Files.writeString(a, "2");
        sees("a.yaml=2");
        Path temporary = Files.writeString(folder.resolve(".a.yaml.new"), "3");
        Files.move(temporary, a, StandardCopyOption.ATOMIC_MOVE);
        sees("a.yaml=3");
        Files.move(a, folder.resolve("b.yaml"));
        sees("b.yaml=3");
        Files.delete(folder.resolve("b.yaml"));
        sees("");
    }

    @Test
    void eventsReportOfAConfigMapsLinkSwap() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("..1")).resolve("a.yaml"), "1");
        Files.writeString(Files.createDirectory(folder.resolve("..2")).resolve("a.yaml"), "2");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data", "a.yaml"));
        start(NEVER);
        sees("a.yaml=1");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        sees("a.yaml=2");
    }

    @Test
    void theRescanNoticesWhatGivesNoEvent() throws Exception {
        Path elsewhere = Files.createTempDirectory("elsewhere");
        Path target = Files.writeString(elsewhere.resolve("target"), "1");
        Files.createSymbolicLink(folder.resolve("a.yaml"), target);
        start(OFTEN);
        try {
            sees("a.yaml=1");
            Files.writeString(target, "2");
            sees("a.yaml=2");
        } finally {
            Files.delete(target);
            Files.delete(elsewhere);
        }
    }

    @Test
    void followsTheNameAndNotTheFolderThatOnceHadIt() throws Exception {
        Path parent = folder;
        folder = Files.createDirectory(parent.resolve("in"));
        start(OFTEN);
        sees("");
        Files.move(folder, parent.resolve("out"));
        sees("unreadable");
        Files.createDirectory(folder);
        sees("");
        Files.writeString(folder.resolve("a.yaml"), "1");
        sees("a.yaml=1");
        Files.delete(folder.resolve("a.yaml"));
        Files.delete(folder);
        sees("unreadable");
        Files.createDirectory(folder);
        sees("");
    }

    @Test
    void theFolderThatTookTheNameGivesEventsToo() throws Exception {
        Path parent = folder;
        Path old = Files.createDirectory(parent.resolve("old"));
        Path next = Files.createDirectory(parent.resolve("next"));
        folder = Files.createSymbolicLink(parent.resolve("link"), old);
        start(NEVER);
        sees("");
        Files.createSymbolicLink(parent.resolve("link2"), next);
        Files.writeString(next.resolve("a.yaml"), "1");
        Files.move(parent.resolve("link2"), folder, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(old.resolve("wakes.it"), "");
        sees("a.yaml=1");
        Files.writeString(next.resolve("a.yaml"), "2");
        sees("a.yaml=2");
    }

    @Test
    void aFileThatIsWrittenWithoutPauseIsLookedAtAllTheSame() throws Exception {
        start(NEVER);
        sees("");
        int before = calls.get();
        Await.until(() -> {
            Files.writeString(folder.resolve("a.yaml"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            assertThat(calls.get()).isGreaterThan(before);
        });
    }

    @Test
    void afterCloseNothingIsCalledAnyMore() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        watch = new FolderWatch(folder, OFTEN, () -> {
            inside.countDown();
            awaitQuietly(goOn);
            ended.incrementAndGet();
        });
        watch.start(Workers.unobserved());
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(watch::close);
        closer.start();
        Await.until(() -> assertThat(closer.getState()).isEqualTo(Thread.State.WAITING));
        assertThat(ended).hasValue(0);
        goOn.countDown();
        closer.join(30_000);
        assertThat(closer.isAlive()).isFalse();
        assertThat(ended).hasValue(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("watch " + folder);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCallBackThatFailsIsCalledAgain() throws Exception {
        try (CapturedLog log = new CapturedLog();
                FolderWatch watch = new FolderWatch(folder, OFTEN, () -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new IllegalStateException("on purpose");
                    }
                })) {
            watch.start(new Workers(
                    WorkerObserver.NONE,
                    new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(5)),
                    () -> {}));
            Await.until(() -> assertThat(calls.get()).isGreaterThan(3));
            assertThat(log.lines("worker_failed worker=\"watch " + folder + "\""))
                    .hasSize(2);
        }
    }

    @Test
    void canBeClosedWithoutHavingBeenStarted() {
        new FolderWatch(folder, OFTEN, this::look).close();
        assertThat(calls).hasValue(0);
    }
}
