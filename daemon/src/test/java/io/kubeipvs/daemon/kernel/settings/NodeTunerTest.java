package io.kubeipvs.daemon.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.config.Conntrack;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.config.Timeouts;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipvs.IpvsTimeouts;
import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTunerTest {
    private static final List<String> KEYS = List.of(
            "max",
            "tcp_timeout_established",
            "tcp_timeout_close_wait",
            "udp_timeout",
            "udp_timeout_stream",
            "tcp_be_liberal");
    private static final Conntrack NOTHING =
            new Conntrack(0, 0, Duration.ZERO, Duration.ZERO, false, Duration.ZERO, Duration.ZERO);

    @TempDir
    private Path root;

    private final List<IpvsTimeouts> told = new ArrayList<>();
    private final FormerValues former = FormerValues.inMemory();
    private Optional<String> refusal = Optional.empty();

    /** As IPVS does: 0 keeps what was there. */
    private final TimeoutsOfIpvs.Place ipvs = new TimeoutsOfIpvs.Place() {
        private IpvsTimeouts now = new IpvsTimeouts(901, 120, 300);

        @Override
        public IpvsTimeouts read() {
            return now;
        }

        @Override
        public void set(IpvsTimeouts next) throws NetlinkException {
            if (refusal.isPresent()) {
                throw new NetlinkException(refusal.get());
            }
            told.add(next);
            now = new IpvsTimeouts(
                    next.tcpSeconds() == 0 ? now.tcpSeconds() : next.tcpSeconds(),
                    next.tcpFinSeconds() == 0 ? now.tcpFinSeconds() : next.tcpFinSeconds(),
                    next.udpSeconds() == 0 ? now.udpSeconds() : next.udpSeconds());
        }
    };

    private Path netfilter;
    private Path hashSize;

    @BeforeEach
    void aHostWithThreeProcessors() throws IOException {
        netfilter = Files.createDirectories(root.resolve("proc/sys/net/netfilter"));
        for (String key : KEYS) {
            Files.writeString(netfilter.resolve("nf_conntrack_" + key), "7\n");
        }
        hashSize = netfilter.resolve("nf_conntrack_buckets");
        Files.writeString(hashSize, "1024\n");
        for (String entry : List.of("cpu0", "cpu1", "cpu2", "cpufreq")) {
            Files.createDirectories(root.resolve("sys/devices/system/cpu").resolve(entry));
        }
    }

    @Test
    void writesWhatIsAskedFor() {
        apply(
                Timeouts.DEFAULT,
                new Conntrack(
                        50000,
                        1000,
                        Duration.ofHours(24),
                        Duration.ofMinutes(61),
                        true,
                        Duration.ofMillis(30_900),
                        Duration.ofSeconds(180)));
        assertThat(KEYS).extracting(this::value).containsExactly("150000", "86400", "3660", "30", "180", "1");
        assertThat(hashSize).hasContent("37500");
        assertThat(told).isEmpty();
    }

    @Test
    void leavesTheRestAsItIs() {
        apply(Timeouts.DEFAULT, NOTHING);
        assertThat(KEYS).extracting(this::value).containsOnly("7");
        assertThat(hashSize).hasContent("1024");
    }

    @Test
    void theTableIsNeverMadeSmaller() throws IOException {
        Files.writeString(hashSize, "262144\n");
        apply(Timeouts.DEFAULT, Conntrack.DEFAULT);
        assertThat(value("max")).isEqualTo("131072");
        assertThat(hashSize).hasContent("262144");
    }

    @ParameterizedTest
    @CsvSource({"67890, 0, 16, 1048576", "67890, 0, 2, 135780", "10, 131072, 4, 131072", "32768, 2000000, 512, 1048576"
    })
    void theLimitIsKubeProxys(int maxPerCore, int min, int processors, long limit) {
        Conntrack wanted =
                new Conntrack(maxPerCore, min, Duration.ZERO, Duration.ZERO, false, Duration.ZERO, Duration.ZERO);
        assertThat(NodeTuner.limit(wanted, processors)).isEqualTo(limit);
    }

    @Test
    void tellsIpvsTheTimeoutsInSecondsAndNothingWhenAllAreTheKernels() {
        apply(new Timeouts(Duration.ofMinutes(15), Duration.ZERO, Duration.ofSeconds(5)), NOTHING);
        apply(Timeouts.DEFAULT, NOTHING);
        assertThat(told).containsExactly(new IpvsTimeouts(900, 0, 5));
    }

    @Test
    void theTimeoutsBeforeTheFirstChangeArePutBackUnlessOthersChangedThemSince() throws Exception {
        TimeoutsOfIpvs timeouts = new TimeoutsOfIpvs(ipvs, former);
        apply(new Timeouts(Duration.ofSeconds(50), Duration.ZERO, Duration.ZERO), NOTHING);
        apply(new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(7), Duration.ZERO), NOTHING);
        assertThat(timeouts.putBack()).isEqualTo(Restoration.RESTORED);
        assertThat(ipvs.read()).isEqualTo(new IpvsTimeouts(901, 120, 300));
        assertThat(timeouts.putBack()).isEqualTo(Restoration.ABSENT);

        apply(new Timeouts(Duration.ofSeconds(50), Duration.ZERO, Duration.ZERO), NOTHING);
        ipvs.set(new IpvsTimeouts(77, 77, 77));
        assertThat(timeouts.putBack()).isEqualTo(Restoration.CHANGED_BY_OTHERS);
        assertThat(ipvs.read()).isEqualTo(new IpvsTimeouts(77, 77, 77));
    }

    @Test
    void theLimitsOfTheHostAreLeftAloneInAnotherNetworkNamespace() throws IOException {
        Files.setPosixFilePermissions(
                netfilter.resolve("nf_conntrack_max"), PosixFilePermissions.fromString("r--r--r--"));
        try (CapturedLog log = new CapturedLog()) {
            apply(Timeouts.DEFAULT, Conntrack.DEFAULT);
            assertThat(log.lines("INFO")).hasSize(1);
            assertThat(log.lines("conntrack_limit_left")).hasSize(1);
            assertThat(log.lines("WARN")).isEmpty();
        }
        assertThat(value("max")).isEqualTo("7");
        assertThat(hashSize).hasContent("1024");
        assertThat(value("tcp_timeout_close_wait")).isEqualTo("3600");
    }

    @Test
    void doesNothingAndSaysNothingWhenTheSameIsWantedAgain() throws IOException {
        Files.setPosixFilePermissions(
                netfilter.resolve("nf_conntrack_max"), PosixFilePermissions.fromString("r--r--r--"));
        try (CapturedLog log = new CapturedLog()) {
            NodeTuner tuner = tuner();
            tuner.apply(NodeTuning.DEFAULT);
            tuner.apply(NodeTuning.DEFAULT);
            assertThat(log.lines("conntrack_limit_left")).hasSize(1);
        }
    }

    @Test
    void oneLineSaysWhatCannotBeSetAndTheRestIs() throws IOException {
        Files.delete(netfilter.resolve("nf_conntrack_max"));
        Files.delete(hashSize);
        try (CapturedLog log = new CapturedLog()) {
            refusal = Optional.of("set IPVS timeouts: EPERM");
            tuner().apply(NodeTuning.DEFAULT.withTimeouts(Timeouts.DEFAULT.withTcp(Duration.ofSeconds(1))));
            assertThat(log.lines("ipvs_timeouts_not_set cause=\"set IPVS timeouts: EPERM\""))
                    .hasSize(1);
            assertThat(log.lines("sysctl_not_set cause=\"net.netfilter.nf_conntrack_max"))
                    .hasSize(1);
            assertThat(log.lines("sysctl_not_set cause=\"net.netfilter.nf_conntrack_buckets"))
                    .hasSize(1);
            assertThat(log.lines()).hasSize(3);
        }
        assertThat(value("tcp_timeout_close_wait")).isEqualTo("3600");
    }

    private void apply(Timeouts timeouts, Conntrack conntrack) {
        tuner().apply(NodeTuning.DEFAULT.withTimeouts(timeouts).withConntrack(conntrack));
    }

    private NodeTuner tuner() {
        NodeSettings settings = new NodeSettings(new Sysctl(root.resolve("proc/sys")), former);
        return new NodeTuner(new TimeoutsOfIpvs(ipvs, former), settings, root);
    }

    private String value(String key) {
        try {
            return Files.readString(netfilter.resolve("nf_conntrack_" + key)).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
