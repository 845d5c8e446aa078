package io.kubeipvs.daemon.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.Conntrack;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planned changes are those that {@link KernelSettings} writes. */
class PlannedSettingsTest {
    private static final String CT = "net.netfilter.nf_conntrack_";
    private static final String IGNORE = "net.ipv4.conf.all.arp_ignore";
    private static final NodeTuning TUNING = NodeTuning.DEFAULT.withConntrack(
            Conntrack.DEFAULT.with(c -> c.maxPerCore(1000).min(0).tcpEstablished(Duration.ofHours(24))));

    @TempDir
    private Path root;

    private final FakePlace sysctls = new FakePlace();
    private final FakePlace timeouts = new FakePlace();
    private final FormerValues former = FormerValues.inMemory();

    @BeforeEach
    void aHost() throws IOException {
        for (String key : List.of(
                "net.ipv4.vs.conntrack",
                "net.ipv4.vs.expire_nodest_conn",
                "net.ipv4.vs.expire_quiescent_template",
                "net.ipv4.vs.conn_reuse_mode",
                "net.ipv4.ip_forward",
                IGNORE,
                "net.ipv4.conf.all.arp_announce",
                CT + "max",
                CT + "buckets",
                CT + "tcp_timeout_established",
                CT + "tcp_timeout_close_wait",
                CT + "udp_timeout",
                CT + "udp_timeout_stream",
                CT + "tcp_be_liberal")) {
            sysctls.values.put(key, "0");
        }
        sysctls.values.put("net.ipv4.ip_forward", "1");
        timeouts.values.put(IpvsTimeoutsPlace.KEY, "900 120 300");
        Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu0"));
    }

    private PlannedSettings planned() {
        return PlannedSettings.of(
                TUNING,
                new Host(root, sysctls),
                key -> key.equals(IpvsTimeoutsPlace.KEY) ? timeouts : sysctls,
                former::of);
    }

    private List<String> written() {
        KernelSettings settings = new KernelSettings(root, sysctls, timeouts, former);
        settings.want(TUNING);
        settings.enforce();
        sysctls.writes.addAll(timeouts.writes);
        return sysctls.writes;
    }

    @Test
    void plansWhatIsWrittenAndWritesNothing() {
        PlannedSettings planned = planned();
        assertThat(sysctls.writes).isEmpty();
        assertThat(timeouts.writes).isEmpty();
        assertThat(planned.changes())
                .contains(
                        new PlannedSettings.Change("net.ipv4.vs.conntrack", "0", "1"),
                        new PlannedSettings.Change(CT + "max", "0", "1000"),
                        new PlannedSettings.Change(IpvsTimeoutsPlace.KEY, "900 120 300", "86400 120 300"));
        assertThat(planned.changes())
                .extracting(change -> change.key() + "=" + change.after())
                .containsExactlyInAnyOrderElementsOf(written())
                .doesNotContain("net.ipv4.ip_forward=1");
        assertThat(planned().changes()).isEmpty();
    }

    @Test
    void plansToPutBackWhatAnEarlierRunChanged() {
        former.remember(new SysctlChange(IGNORE, "2", "1"));
        sysctls.values.put(IGNORE, "1");
        assertThat(planned().changes()).contains(new PlannedSettings.Change(IGNORE, "1", "2"));
        assertThat(written()).contains(IGNORE + "=2");
    }

    @Test
    void aValueOfAnotherProgramIsNotPutBack() {
        former.remember(new SysctlChange(IGNORE, "2", "1"));
        sysctls.values.put(IGNORE, "8");
        assertThat(planned().changes()).extracting(PlannedSettings.Change::key).doesNotContain(IGNORE);
    }

    @Test
    void aKeyThatIsMissingIsAProblemWithItsModule() {
        sysctls.values.remove("net.ipv4.vs.conntrack");
        assertThat(planned().problems())
                .containsExactly(new Problem(
                        "setting net.ipv4.vs.conntrack cannot be as wanted: this kernel or network namespace has no such"
                                + " key; no source address is translated, so external clients get no answer",
                        "modprobe ip_vs"));
    }

    @Test
    void withoutIpvsItsTimeoutsAreNoProblem() {
        PlannedSettings planned = PlannedSettings.of(
                TUNING.withFilter(filter -> filter.withDataPath(DataPath.NFTABLES)),
                new Host(root, sysctls),
                key -> key.equals(IpvsTimeoutsPlace.KEY) ? new NoIpvs() : sysctls,
                former::of);
        assertThat(planned.problems()).isEmpty();
        assertThat(planned.changes())
                .extracting(PlannedSettings.Change::key)
                .doesNotContain(IpvsTimeoutsPlace.KEY, "net.ipv4.vs.conntrack");
    }

    private static final class NoIpvs implements SettingReader {
        @Override
        public Optional<String> read(String key) throws SettingException {
            throw new SettingException("the kernel has no generic netlink family", "modprobe ip_vs", null);
        }
    }
}
