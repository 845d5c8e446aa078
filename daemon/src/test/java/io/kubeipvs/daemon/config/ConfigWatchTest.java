package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Scheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
    @TempDir
    private Path folder;

    private final BlockingQueue<Config> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    @Test
    void followsAFileThatIsWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start();
            Files.writeString(file, text("lc"));
            assertThat(nextScheduler()).isEqualTo(Scheduler.LC);
            Path fresh = Files.writeString(folder.resolve("new"), text("sh"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            assertThat(nextScheduler()).isEqualTo(Scheduler.SH);
        }
    }

    @Test
    void followsTheSymlinkSwapOfAMountedConfigMap() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Files.writeString(first.resolve("config.conf"), text("rr"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_1"));
        Path file = Files.createSymbolicLink(folder.resolve("config.conf"), Path.of("..data/config.conf"));
        try (ConfigWatch watch = watch(file)) {
            watch.start();
            Path second = Files.createDirectory(folder.resolve("..2026_2"));
            Files.writeString(second.resolve("config.conf"), text("nq"));
            Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_2"));
            Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(nextScheduler()).isEqualTo(Scheduler.NQ);
        }
    }

    @Test
    void aWrongFileChangesNothingAndAMendedOneIsTaken() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start();
            Files.writeString(file, text("nonsense"));
            Files.writeString(file, text("sed"));
            assertThat(nextScheduler()).isEqualTo(Scheduler.SED);
            Files.delete(file);
            Files.writeString(file, text("dh"));
            assertThat(nextScheduler()).isEqualTo(Scheduler.DH);
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void aWrongFileIsReportedOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start();
            Files.writeString(file, text("nonsense"));
            assertThat(problems.poll(20, TimeUnit.SECONDS)).contains("ipvs.scheduler", "nonsense");
            Files.writeString(file, text("nonsense") + "# still\n");
            Files.writeString(folder.resolve("new"), text("sed"));
            Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(nextScheduler()).isEqualTo(Scheduler.SED);
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void strictArpIsFollowed() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start();
            Files.writeString(folder.resolve("new"), text("rr, strictARP: true"));
            Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(next().strictArp()).isTrue();
        }
    }

    private ConfigWatch watch(Path file) {
        return new ConfigWatch(file, Config.DEFAULT, Config.DEFAULT, listener);
    }

    private final ConfigWatch.Listener listener = new ConfigWatch.Listener() {
        @Override
        public void changed(Config next) {
            changes.add(next);
        }

        @Override
        public void rejected(String problem) {
            problems.add(problem);
        }
    };

    private Scheduler nextScheduler() throws InterruptedException {
        return next().settings().scheduler();
    }

    private Config next() throws InterruptedException {
        Config config = changes.poll(20, TimeUnit.SECONDS);
        assertThat(config).as("a change within 20 s").isNotNull();
        return config;
    }

    private static String text(String scheduler) {
        return "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nipvs: {scheduler: "
                + scheduler + "}\n";
    }
}
