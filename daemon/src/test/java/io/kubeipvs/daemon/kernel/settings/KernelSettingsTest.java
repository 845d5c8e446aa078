package io.kubeipvs.daemon.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.config.Conntrack;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.config.Timeouts;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSettingsTest {
    private static final String CONNTRACK = "net.ipv4.vs.conntrack";
    private static final String REUSE = "net.ipv4.vs.conn_reuse_mode";
    private static final String FORWARD = "net.ipv4.ip_forward";
    private static final String IGNORE = "net.ipv4.conf.all.arp_ignore";
    private static final String ANNOUNCE = "net.ipv4.conf.all.arp_announce";
    private static final String CT = "net.netfilter.nf_conntrack_";
    private static final Conntrack LEFT_ALONE =
            new Conntrack(0, 0, Duration.ZERO, Duration.ZERO, false, Duration.ZERO, Duration.ZERO);
    private static final NodeTuning PLAIN = NodeTuning.DEFAULT.withConntrack(LEFT_ALONE);

    @TempDir
    private Path root;

    private final FakePlace sysctls = new FakePlace();
    private final FakePlace timeouts = new FakePlace();
    private final FormerValues former = FormerValues.inMemory();
    private KernelSettings settings;

    @BeforeEach
    void aHost() throws IOException {
        for (String key :
                List.of(CONNTRACK, "net.ipv4.vs.expire_nodest_conn", "net.ipv4.vs.expire_quiescent_template")) {
            sysctls.values.put(key, "0");
        }
        sysctls.values.put(REUSE, "2");
        sysctls.values.put(FORWARD, "0");
        sysctls.values.put(IGNORE, "0");
        sysctls.values.put(ANNOUNCE, "0");
        for (String key : List.of(
                "max",
                "tcp_timeout_established",
                "tcp_timeout_close_wait",
                "udp_timeout",
                "udp_timeout_stream",
                "tcp_be_liberal")) {
            sysctls.values.put(CT + key, "7");
        }
        sysctls.values.put(CT + "buckets", "1024");
        timeouts.values.put(IpvsTimeoutsPlace.KEY, "900 120 300");
        for (String processor : List.of("cpu0", "cpu1", "cpu2", "cpufreq")) {
            Files.createDirectories(root.resolve("sys/devices/system/cpu").resolve(processor));
        }
        settings = settings();
        settings.want(PLAIN);
    }

    private KernelSettings settings() {
        return new KernelSettings(root, sysctls, timeouts, former);
    }

    private String value(String key) {
        return sysctls.values.get(key);
    }

    @Test
    void aSettingThatIsRefusedInAReloadIsInTheHealthBeforeTheNextAudit() {
        ProxyHealth health =
                new ProxyHealth(InstantSource.system(), MonotonicClock.SYSTEM, () -> Duration.ofSeconds(30));
        health.settingsEnforced(settings.enforce());
        assertThat(health.settings()).isEmpty();
        sysctls.readOnly.add(IGNORE);
        settings.want(PLAIN.withStrictArp(true));
        health.settingsEnforced(settings.enforce());
        assertThat(health.settings())
                .singleElement()
                .asString()
                .startsWith("setting " + IGNORE + " is not as wanted: Read-only file system; ")
                .endsWith("; sysctl -w " + IGNORE + "=1");
        settings.want(PLAIN);
        health.settingsEnforced(settings.enforce());
        assertThat(health.settings()).isEmpty();
    }

    @Test
    void setsWhatThePacketPathNeedsOnce() {
        assertThat(settings.enforce()).isEqualTo(Preparation.CLEAN);
        assertThat(List.of(
                        CONNTRACK,
                        "net.ipv4.vs.expire_nodest_conn",
                        "net.ipv4.vs.expire_quiescent_template",
                        REUSE,
                        FORWARD))
                .extracting(this::value)
                .containsOnly("1");
        sysctls.writes.clear();
        assertThat(settings.enforce()).isEqualTo(Preparation.CLEAN);
        assertThat(sysctls.writes).isEmpty();
        assertThat(value(CT + "max")).as("not asked for").isEqualTo("7");
    }

    @Test
    void whatIsRefusedIsReportedWhileItLastsAndTriedAgain() {
        sysctls.readOnly.add(CONNTRACK);
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 2; i++) {
                assertThat(settings.enforce().problems())
                        .extracting(Problem::toString)
                        .containsExactly("setting net.ipv4.vs.conntrack is not as wanted: Read-only file system; no"
                                + " source address is translated, so external clients get no answer;"
                                + " sysctl -w net.ipv4.vs.conntrack=1");
            }
            assertThat(log.lines("setting_not_set setting=net.ipv4.vs.conntrack cause=\"Read-only file system\""))
                    .as("once while it lasts")
                    .hasSize(1);
            assertThat(value(FORWARD)).as("the rest is set").isEqualTo("1");

            sysctls.readOnly.clear();
            assertThat(settings.enforce().problems()).isEmpty();
            assertThat(value(CONNTRACK)).isEqualTo("1");
            assertThat(log.lines("setting_not_set_no_more setting=net.ipv4.vs.conntrack"))
                    .hasSize(1);
        }
    }

    @Test
    void whatAnotherProgramSetIsReportedEvenWhereItCannotBeSetAgain() {
        settings.enforce();
        sysctls.values.put(CONNTRACK, "0");
        sysctls.readOnly.add(CONNTRACK);
        assertThat(settings.enforce().problems()).singleElement().asString().contains(CONNTRACK);
    }

    @Test
    void whatAnotherProgramChangedIsSetAgainAndReported() {
        settings.enforce();
        sysctls.values.put(FORWARD, "0");
        try (CapturedLog log = new CapturedLog()) {
            assertThat(settings.enforce().repaired()).containsExactly("setting net.ipv4.ip_forward: 0 instead of 1");
            assertThat(log.lines("setting_repaired setting=net.ipv4.ip_forward found=\"0\" set=\"1\""))
                    .hasSize(1);
        }
        assertThat(value(FORWARD)).isEqualTo("1");
    }

    @Test
    void aProgramThatSetsItAgainAndAgainIsLoggedOnceAndIsAProblemWhileItLasts() {
        settings.enforce();
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 3; i++) {
                timeouts.values.put(IpvsTimeoutsPlace.KEY, "900 120 300");
                assertThat(settings.enforce().problems()).singleElement().satisfies(problem -> {
                    assertThat(problem.cause())
                            .isEqualTo("another program changed a kernel setting, and it was set again:"
                                    + " setting ipvs.timeouts: 900 120 300 instead of 7 120 300");
                    assertThat(problem.fix()).startsWith("find the program that sets it: ");
                });
            }
            assertThat(log.lines(
                            "setting_repaired setting=ipvs.timeouts found=\"900 120 300\" set=\"7 120 300\" cause="))
                    .hasSize(1);
            assertThat(settings.enforce()).isEqualTo(Preparation.CLEAN);
            assertThat(log.lines("setting_repaired_no_more setting=ipvs.timeouts value=\"7 120 300\""))
                    .hasSize(1);
        }
    }

    @Test
    void aValueThatTheKernelSpellsInItsWayIsNoDifference() {
        sysctls.spellings.put("37500", "37888");
        settings.want(PLAIN.withConntrack(LEFT_ALONE.with(c -> c.maxPerCore(50000))));
        settings.enforce();
        sysctls.values.put(CT + "buckets", "30000");
        assertThat(settings.enforce().repaired()).containsExactly("setting " + CT + "buckets: 30000 instead of 37888");
        sysctls.spellings.put("86400", "86401");
        settings.want(PLAIN.withConntrack(LEFT_ALONE.with(c -> c.tcpEstablished(Duration.ofDays(1)))));
        settings.enforce();
        sysctls.writes.clear();
        assertThat(settings.enforce()).isEqualTo(Preparation.CLEAN);
        assertThat(sysctls.writes).isEmpty();
    }

    @Test
    void theFormerValueIsRememberedBeforeTheWrite() {
        List<List<SysctlChange>> remembered = new ArrayList<>();
        sysctls.onWrite = () -> remembered.add(former.all());
        settings.enforce();
        assertThat(remembered.get(0)).containsExactly(new SysctlChange(CONNTRACK, "0", "1"));
    }

    @Test
    void nothingIsRememberedOfWhatWasRefused() {
        sysctls.readOnly.addAll(sysctls.values.keySet());
        timeouts.readOnly.add(IpvsTimeoutsPlace.KEY);
        settings.enforce();
        assertThat(former.all()).isEmpty();
    }

    @Test
    void strictArpIsSetAndPutBackAfterARestartToo() {
        settings.want(PLAIN.withStrictArp(true));
        settings.enforce();
        assertThat(List.of(value(IGNORE), value(ANNOUNCE))).containsExactly("1", "2");
        KernelSettings restarted = settings();
        restarted.want(PLAIN);
        restarted.enforce();
        assertThat(List.of(value(IGNORE), value(ANNOUNCE))).containsExactly("0", "0");
    }

    @Test
    void strictArpThatWasNeverOnTouchesNothing() {
        sysctls.values.put(IGNORE, "3");
        settings.enforce();
        assertThat(List.of(value(IGNORE), value(ANNOUNCE))).containsExactly("3", "0");
    }

    @Test
    void strictArpThatIsRefusedIsNotLoggedAsSet() {
        sysctls.readOnly.addAll(List.of(IGNORE, ANNOUNCE));
        settings.want(PLAIN.withStrictArp(true));
        try (CapturedLog log = new CapturedLog()) {
            settings.enforce();
            assertThat(log.lines("arp_"))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("setting_not_set"));
        }
    }

    @Test
    void cleanupPutsBackWhatNoOtherProgramChangedSince() {
        settings.want(PLAIN.withStrictArp(true));
        settings.enforce();
        sysctls.values.put(IGNORE, "2");
        sysctls.readOnly.add(FORWARD);
        PutBack result;
        try (CapturedLog log = new CapturedLog()) {
            result = settings.putBackAll();
            assertThat(log.lines()).as("the result is the output of cleanup").isEmpty();
        }
        assertThat(result.changedByOthers()).containsExactly(IGNORE);
        assertThat(result.problems()).containsExactly("net.ipv4.ip_forward: Read-only file system");
        assertThat(result.restored()).isEqualTo(6);
        assertThat(List.of(value(CONNTRACK), value(REUSE), value(IGNORE), value(ANNOUNCE)))
                .containsExactly("0", "2", "2", "0");
        assertThat(former.all())
                .as("still to be put back")
                .extracting(SysctlChange::key)
                .containsExactly(FORWARD);
    }

    @Test
    void connectionTrackingGetsWhatIsAskedForAndItsTableNeverShrinks() {
        settings.want(PLAIN.withConntrack(new Conntrack(
                50000,
                1000,
                Duration.ofHours(24),
                Duration.ofMinutes(61),
                true,
                Duration.ofMillis(30_900),
                Duration.ofSeconds(180))));
        settings.enforce();
        assertThat(List.of(
                        "max",
                        "tcp_timeout_established",
                        "tcp_timeout_close_wait",
                        "udp_timeout",
                        "udp_timeout_stream",
                        "tcp_be_liberal",
                        "buckets"))
                .extracting(key -> value(CT + key))
                .containsExactly("150000", "86400", "3660", "30", "180", "1", "37500");
        sysctls.values.put(CT + "buckets", "262144");
        assertThat(settings.enforce()).isEqualTo(Preparation.CLEAN);
        assertThat(value(CT + "buckets")).isEqualTo("262144");
    }

    /** So that an idle connection does not end after IPVS's own 15 minutes. */
    @Test
    void ipvsRemembersATcpConnectionAsLongAsConnectionTracking() {
        sysctls.values.put(OwnedSettings.TRACKED_TCP, "432000");
        settings.enforce();
        assertThat(timeouts.values).as("the kernel's own time").containsValue("432000 120 300");
        settings.want(NodeTuning.DEFAULT);
        settings.enforce();
        assertThat(value(OwnedSettings.TRACKED_TCP)).isEqualTo("86400");
        assertThat(timeouts.values).as("kube-proxy's default").containsValue("86400 120 300");
        settings.want(NodeTuning.DEFAULT.withTimeouts(Timeouts.DEFAULT.withTcp(Duration.ofMinutes(15))));
        settings.enforce();
        assertThat(timeouts.values).as("as asked for").containsValue("900 120 300");
        settings.want(PLAIN.withConntrack(LEFT_ALONE.with(c -> c.tcpEstablished(Duration.ofDays(1000)))));
        settings.enforce();
        assertThat(timeouts.values).as("the longest").containsValue("2147483 120 300");
        settings.putBackAll();
        assertThat(timeouts.values).containsValue("900 120 300");
    }

    @Test
    void withoutConnectionTrackingTheTimeoutsOfIpvsStay() {
        sysctls.values.remove(OwnedSettings.TRACKED_TCP);
        settings.enforce();
        assertThat(timeouts.writes).isEmpty();
    }

    @Test
    void nothingIsTunedBeforeTheOperatorsChoicesAreKnown() {
        KernelSettings early = settings();
        early.enforce();
        assertThat(timeouts.writes).isEmpty();
        assertThat(sysctls.writes).isNotEmpty().noneMatch(write -> write.startsWith(CT));
    }

    @Test
    void timeoutsOfIpvsAreSetPutBackAndLeaveTheOthersAsTheyAre() {
        settings.want(PLAIN.withTimeouts(Timeouts.DEFAULT.withTcp(Duration.ofSeconds(50))));
        settings.enforce();
        assertThat(timeouts.values).containsValue("50 120 300");
        timeouts.values.put(IpvsTimeoutsPlace.KEY, "50 77 300");
        assertThat(settings.enforce()).as("not a timeout of ours").isEqualTo(Preparation.CLEAN);
        settings.want(PLAIN.withTimeouts(Timeouts.DEFAULT.withTcp(Duration.ofSeconds(60))));
        settings.enforce();
        assertThat(timeouts.values).containsValue("60 77 300");
        timeouts.values.put(IpvsTimeoutsPlace.KEY, "1 2 3");
        assertThat(settings.putBackAll().changedByOthers()).containsExactly(IpvsTimeoutsPlace.KEY);
    }
}
