package io.kubeipvs.daemon.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.config.Conntrack;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.netlink.sysctl.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wanted settings on a host in a folder. */
class HostTest {
    /** As Linux 6.18 lists a default route from a router's advertisement, and one that a person added. */
    private static final String ADVERTISED =
            "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000cc4dcfffe0d7bd8"
                    + " 00000400 00000001 00000000 00450003     eth0\n";

    private static final String ADDED =
            "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000cc4dcfffe0d7bd8"
                    + " 00000400 00000001 00000000 00000003     eth0\n";

    @TempDir
    private Path root;

    private Place sysctls;
    private Host host;

    @BeforeEach
    void aHostWithIpv6() throws IOException {
        sysctls = new SysctlPlace(new Sysctl(root.resolve("proc/sys")));
        host = new Host(root, sysctls);
        file("proc/sys/net/ipv6/conf/all/forwarding", "0\n");
        file("proc/sys/net/ipv6/conf/eth0/accept_ra", "1\n");
        file("proc/thread-self/net/ipv6_route", ADDED);
    }

    @Test
    void ipv6IsForwardedUnlessADefaultRouteWouldBeLost() throws Exception {
        assertThat(host.ipv6Forwarding()).isEqualTo(Wish.set("1"));
        file("proc/thread-self/net/ipv6_route", ADVERTISED);
        assertThat(host.ipv6Forwarding())
                .isEqualTo(Wish.blocked(
                        "the default routes of links [eth0] come from router advertisements and would be lost",
                        "sysctl -w net/ipv6/conf/eth0/accept_ra=2"));
        file("proc/sys/net/ipv6/conf/eth0/accept_ra", "2\n");
        assertThat(host.ipv6Forwarding()).isEqualTo(Wish.set("1"));
    }

    @Test
    void ipv6ThatIsForwardedAlreadyStaysSo() throws Exception {
        file("proc/thread-self/net/ipv6_route", ADVERTISED);
        file("proc/sys/net/ipv6/conf/all/forwarding", "1\n");
        assertThat(host.ipv6Forwarding()).isEqualTo(Wish.set("1"));
    }

    @Test
    void aHostWithoutIpv6NeedsNothing() throws Exception {
        Files.delete(root.resolve("proc/sys/net/ipv6/conf/all/forwarding"));
        assertThat(host.ipv6Forwarding()).isEqualTo(Wish.KEEP);
    }

    @ParameterizedTest
    @CsvSource({"67890, 0, 16, 1048576", "67890, 0, 2, 135780", "10, 131072, 4, 131072", "32768, 2000000, 512, 1048576"
    })
    void theLimitOfConnectionsIsKubeProxys(int maxPerCore, int min, int processors, long limit) throws IOException {
        for (int i = 0; i < processors; i++) {
            Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu" + i));
        }
        assertThat(host.conntrackLimit(
                        Conntrack.DEFAULT.with(c -> c.maxPerCore(maxPerCore).min(min))))
                .isEqualTo(limit);
    }

    @Test
    void theLimitsOfTheHostStayAsTheyAreInAnotherNetworkNamespace() throws IOException {
        Path max = file("proc/sys/net/netfilter/nf_conntrack_max", "7\n");
        Path buckets = file("proc/sys/net/netfilter/nf_conntrack_buckets", "7\n");
        Files.setPosixFilePermissions(max, PosixFilePermissions.fromString("r--r--r--"));
        KernelSettings settings = new KernelSettings(root, sysctls, new FakePlace(), FormerValues.inMemory());
        settings.want(NodeTuning.DEFAULT);
        try (CapturedLog log = new CapturedLog()) {
            settings.enforce();
            settings.enforce();
            assertThat(log.lines("setting_kept setting=net.netfilter.nf_conntrack_max"))
                    .as("once")
                    .hasSize(1);
        }
        assertThat(max).hasContent("7");
        assertThat(buckets).hasContent("7");
    }

    @Test
    void aKeyThatIsMissingComesWithItsModule() throws IOException {
        KernelSettings settings = new KernelSettings(root, sysctls, new FakePlace(), FormerValues.inMemory());
        assertThat(settings.enforce().problems())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .startsWith("setting net.ipv4.vs.conntrack is not as wanted: this kernel or network namespace"
                                + " has no such key; ")
                        .endsWith("; modprobe ip_vs"));
    }

    private Path file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
