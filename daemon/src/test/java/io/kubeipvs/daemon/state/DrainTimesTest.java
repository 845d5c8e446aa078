package io.kubeipvs.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the program, one after the other, on one kernel and one folder. */
class DrainTimesTest {
    private static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final RealServer.Key POD_1 = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));

    @TempDir
    private Path folder;

    private final CapturedLog log = new CapturedLog();
    private final FakeKernel kernel = new FakeKernel();
    private Duration uptime = Duration.ofHours(5);
    private Settings settings = Settings.DEFAULT;

    @AfterEach
    void stop() {
        log.close();
    }

    /** One run. Its clock begins anew. */
    private final class Run {
        private final ChangeTracker tracker = new ChangeTracker(() -> {});
        private final NodeProxy proxy = new NodeProxy(tracker, settings, Duration.ofHours(24));
        private final DrainTimes times;
        private final Duration begin = uptime;

        Run(String boot, String... endpoints) {
            times = new DrainTimes(folder, boot, () -> uptime);
            times.restore(proxy, now());
            proxy.changeNode(NODE);
            serve(endpoints);
        }

        private Instant now() {
            return Instant.EPOCH.plus(uptime).minus(begin);
        }

        void serve(String... endpoints) {
            Given web = Given.service("web", "10.96.0.1").endpoints(endpoints);
            tracker.relistSlices(web.view().slices());
            tracker.relistServices(List.of(web.spec()));
            round();
        }

        void round() {
            proxy.takeChanged();
            RoundReport report = proxy.round(kernel, now());
            assertThat(report.failure()).isEmpty();
            proxy.schedule(report, now());
            times.keep(proxy, now());
        }

        Run pass(Duration time) {
            uptime = uptime.plus(time);
            round();
            return this;
        }

        void end() {
            times.keepLast(proxy, now());
            times.close();
        }
    }

    private Run drainingFor(Duration time) {
        Run run = new Run("boot-1", "10.36.0.1@n2", "10.36.0.2@n3");
        kernel.connect(new Connection(WEB, POD_1));
        run.serve("10.36.0.2@n3");
        return run.pass(time);
    }

    private boolean isServed() {
        return kernel.connections(WEB).containsKey(POD_1);
    }

    @Test
    void aRestartedProgramGivesTheRestOfTheTime() {
        drainingFor(Duration.ofMinutes(40)).end();
        uptime = uptime.plusSeconds(10); // the program is down
        Run second = new Run("boot-1", "10.36.0.2@n3");
        second.pass(Duration.ofMinutes(10)).end();
        Run third = new Run("boot-1", "10.36.0.2@n3");
        third.pass(Duration.ofMinutes(9));
        assertThat(isServed()).isTrue();
        third.pass(Duration.ofSeconds(50));
        assertThat(isServed()).isFalse();
        third.end();
        assertThat(DrainTimes.file(folder)).doesNotExist();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void oneThatWasKilledLosesTheLastSecondsAtMost() throws IOException {
        Run run = drainingFor(Duration.ofMinutes(40));
        run.times.close(); // the worker would have written it by now
        assertThat(Files.readString(DrainTimes.file(folder))).contains("\"server\":\"10.36.0.1\"");
        Run second = new Run("boot-1", "10.36.0.2@n3");
        second.pass(Duration.ofMinutes(20));
        assertThat(isServed()).isFalse();
    }

    @Test
    void timesOfAnotherBootAreIgnored() {
        drainingFor(Duration.ofMinutes(40)).end();
        Run second = new Run("boot-2", "10.36.0.2@n3");
        second.pass(Duration.ofMinutes(59));
        assertThat(isServed()).isTrue();
        assertThat(log.lines()).singleElement().asString().contains("drain_times_ignored", "earlier boot");
    }

    @Test
    void aDamagedFileIsIgnoredInOneLine() throws IOException {
        drainingFor(Duration.ofMinutes(40)).end();
        String whole = Files.readString(DrainTimes.file(folder));
        for (String damaged :
                List.of("", "[]", "null", whole.substring(0, whole.length() - 3), whole.replace("TCP", "X"))) {
            Files.writeString(DrainTimes.file(folder), damaged);
            int before = log.lines().size();
            Run second = new Run("boot-1", "10.36.0.2@n3");
            assertThat(log.lines()).hasSize(before + 1);
            assertThat(log.lines().get(before)).contains("WARN", "drain_times_ignored file=", "cause=");
            second.pass(Duration.ofMinutes(1));
            assertThat(isServed()).isTrue();
        }
    }

    @Test
    void theNodeOfADrainingServerSurvivesToo() {
        settings = settings.with(s -> s.cutsLostNodes(true));
        drainingFor(Duration.ofMinutes(1)).end();
        Run second = new Run("boot-1", "10.36.0.2@n3");
        second.pass(Duration.ofMinutes(1));
        assertThat(isServed()).isTrue();
        second.proxy.changeNode(NODE.withLostNodes(Set.of("n2")));
        second.round();
        assertThat(isServed()).isFalse();
    }

    @Test
    void aFolderThatCannotBeUsedIsAProblemAndNoFailure() throws IOException {
        Files.delete(folder);
        Files.writeString(folder, "");
        Run run = drainingFor(Duration.ofMinutes(1));
        run.end();
        assertThat(run.times.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.fix()).contains("--state-dir");
            assertThat(problem.cause()).contains("is no folder").doesNotContain("Exception");
        });
        assertThat(log.lines("drain_times_not_written_will_retry")).hasSize(1);
    }

    @Test
    void nothingIsHandedOverWithoutAChangeNorTooOften() {
        Run run = new Run("boot-1", "10.36.0.1", "10.36.0.2");
        run.pass(Duration.ofMinutes(1));
        assertThat(run.times.next(run.proxy)).isEqualTo(Instant.MAX);
        run.serve("10.36.0.2");
        assertThat(run.times.next(run.proxy)).isEqualTo(Instant.MAX);
        run.serve("10.36.0.1", "10.36.0.2");
        assertThat(run.times.next(run.proxy))
                .isAfter(run.now())
                .isBefore(run.now().plusSeconds(10));
    }
}
