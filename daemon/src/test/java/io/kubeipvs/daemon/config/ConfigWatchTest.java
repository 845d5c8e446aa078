package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.work.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigWatchTest {
    private static final String HEAD = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";

    @TempDir
    private Path folder;

    private final ConfigInForce inForce =
            new ConfigInForce(new ConfigFile.Content(Config.DEFAULT, List.of(), Map.of(), List.of()));
    private final AtomicInteger applied = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final BlockingQueue<Config> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    @Test
    void followsAFileThatIsWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start(Workers.unobserved());
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
            watch.start(Workers.unobserved());
            Path second = Files.createDirectory(folder.resolve("..2026_2"));
            Files.writeString(second.resolve("config.conf"), text("nq"));
            Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_2"));
            Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(nextScheduler()).isEqualTo(Scheduler.NQ);
        }
    }

    @Test
    void aWrongFileChangesNothingAndACorrectedOneIsTaken() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start(Workers.unobserved());
            Files.writeString(file, text("no nonsense"));
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
            watch.start(Workers.unobserved());
            Files.writeString(file, text("no nonsense"));
            assertThat(problems.poll(20, TimeUnit.SECONDS)).contains("ipvs.scheduler", "no nonsense");
            Files.writeString(file, text("no nonsense") + "# still\n");
            Files.writeString(folder.resolve("new"), text("sed"));
            Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(nextScheduler()).isEqualTo(Scheduler.SED);
            assertThat(problems).isEmpty();
        }
    }

    /** Each of these in a file that is swapped as that of a mounted ConfigMap is, and what comes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipvs: {scheduler: nq} | scheduler=nq",
                "ipvs: {tcpTimeout: 15m} | tcp=PT15M",
                "ipvs: {strictARP: true} | strictArp=true",
                "ipvs: {excludeCIDRs: [10.9.0.0/16]} | excludedRanges=[10.9.0.0/16]",
                "ipvs: {syncPeriod: 7s} | syncPeriod=PT7S",
                "ipvs: {minSyncPeriod: 3s} | minSyncPeriod=PT3S",
                "iptables: {masqueradeAll: true} | all=true",
                "nodePortAddresses: [10.0.0.0/8] | ranges=[10.0.0.0/8]",
                "logging: {verbosity: 2} | verbosity=2",
                "conntrack: {udpTimeout: 9s} | udp=PT9S"
            })
    void followsEveryKeyThatMayChangeWhileRunning(String line, String shown) throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start(Workers.unobserved());
            Files.writeString(folder.resolve("new"), HEAD + line + "\n");
            Files.move(folder.resolve("new"), file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(next().toString()).contains(shown);
        }
    }

    @Test
    void followsOurOwnFileAlsoWhenItAppearsLater() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start(Workers.unobserved());
            Files.writeString(
                    folder.resolve("new"),
                    "apiVersion: kubeipvs.io/v1alpha1\nkind: KubeIpvsConfiguration\ndrainTimeout: 5s\n");
            Files.move(folder.resolve("new"), folder.resolve("kube-ipvs.conf"));
            assertThat(next().settings().drainTimeout()).hasSeconds(5);
        }
    }

    @Test
    void oneWrongKeyAmongRightOnesRefusesAllOfThem() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start(Workers.unobserved());
            Files.writeString(folder.resolve("new"), text("sh") + "conntrack: {min: none}\n");
            Files.move(folder.resolve("new"), file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(problems.poll(20, TimeUnit.SECONDS)).contains("conntrack.min: 'none'");
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void theDecisionOfAStartIsNoChangeOfTheFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        ConfigFile.Content read = ConfigFile.at(file).read(Config.DEFAULT);
        Config decided = read.config()
                .with(config ->
                        config.tuning(tuning -> tuning.withFilter(filter -> filter.withDataPath(DataPath.NFTABLES))));
        ConfigInForce started = new ConfigInForce(read, decided);
        started.subscribe("test", changes::add);
        try (ConfigWatch watch = new ConfigWatch(ConfigFile.at(file), Config.DEFAULT, started, listener)) {
            watch.start(Workers.unobserved());
            Await.until(() -> assertThat(unchanged).hasPositiveValue());
            assertThat(applied).hasValue(0);
            assertThat(changes).isEmpty();
            Files.writeString(folder.resolve("new"), text("sh"));
            Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            Config next = next();
            assertThat(next.settings().scheduler()).isEqualTo(Scheduler.SH);
            assertThat(next.tuning().filter().dataPath()).isEqualTo(DataPath.NFTABLES);
        }
    }

    @Test
    void strictArpIsFollowed() throws Exception {
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            watch.start(Workers.unobserved());
            Files.writeString(folder.resolve("new"), text("rr, strictARP: true"));
            Files.move(folder.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(next().tuning().strictArp()).isTrue();
        }
    }

    @Test
    void aPartThatFailsLeavesTheFormerConfigurationInForceAndIsTriedAgain() throws Exception {
        AtomicBoolean isFailing = new AtomicBoolean(true);
        Path file = Files.writeString(folder.resolve("config.conf"), text("rr"));
        try (ConfigWatch watch = watch(file)) {
            inForce.subscribe("failing", config -> {
                if (isFailing.get() && config.settings().scheduler().equals(Scheduler.SH)) {
                    throw new IllegalStateException("no memory");
                }
            });
            Files.writeString(file, text("sh"));
            watch.start(Workers.unobserved());
            assertThat(problems.poll(20, TimeUnit.SECONDS)).isEqualTo("failing: no memory");
            assertThat(nextScheduler()).isEqualTo(Scheduler.SH);
            assertThat(nextScheduler()).isEqualTo(Scheduler.RR);
            assertThat(inForce.current()).isEqualTo(Config.DEFAULT);
            assertThat(applied).hasValue(0);
            isFailing.set(false);
            Files.writeString(folder.resolve("another"), "");
            assertThat(nextScheduler()).isEqualTo(Scheduler.SH);
            Await.until(() -> assertThat(applied).hasValue(1));
        }
    }

    private ConfigWatch watch(Path file) {
        inForce.subscribe("test", changes::add);
        return new ConfigWatch(ConfigFile.at(file), Config.DEFAULT, inForce, listener);
    }

    private final ConfigWatch.Listener listener = new ConfigWatch.Listener() {
        @Override
        public void applied(ConfigFile.Content content) {
            applied.incrementAndGet();
        }

        @Override
        public void rejected(String problem) {
            problems.add(problem);
        }

        @Override
        public void isInForce() {
            unchanged.incrementAndGet();
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
        return HEAD + "ipvs: {scheduler: " + scheduler + "}\n";
    }
}
