package io.kubeipvs.daemon.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.netlink.sysctl.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardingTest {
    /** As Linux 6.18 lists a default route from a router's advertisement, and one that somebody added. */
    private static final String ADVERTISED =
            "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000cc4dcfffe0d7bd8"
                    + " 00000400 00000001 00000000 00450003     eth0\n";

    private static final String ADDED =
            "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000cc4dcfffe0d7bd8"
                    + " 00000400 00000001 00000000 00000003     eth0\n";

    @TempDir
    private Path root;

    private Path ipv4;
    private Path ipv6;
    private Path acceptRa;
    private Path routes;
    private Forwarding forwarding;

    @BeforeEach
    void off() throws IOException {
        ipv4 = setting("net/ipv4/ip_forward", "0");
        ipv6 = setting("net/ipv6/conf/all/forwarding", "0");
        acceptRa = setting("net/ipv6/conf/eth0/accept_ra", "1");
        routes = Files.writeString(root.resolve("ipv6_route"), ADDED);
        forwarding = new Forwarding(new NodeSettings(new Sysctl(root), FormerValues.inMemory()), routes);
    }

    @Test
    void isSetInBothFamilies() {
        forwarding.set();
        assertThat(ipv4).hasContent("1");
        assertThat(ipv6).hasContent("1");
    }

    @Test
    void leavesIpv6OffWhereADefaultRouteWouldBeLostAndSaysSoOnce() throws IOException {
        Files.writeString(routes, ADVERTISED);
        try (CapturedLog log = new CapturedLog()) {
            forwarding.set();
            forwarding.set();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("ipv6_forwarding_left_off links=[eth0]", "sysctl -w net/ipv6/conf/eth0/accept_ra=2");
        }
        assertThat(ipv4).hasContent("1");
        assertThat(ipv6).hasContent("0");

        Files.writeString(acceptRa, "2\n");
        forwarding.set();
        assertThat(ipv6).hasContent("1");
    }

    @Test
    void whereThereIsNoIpv6ThereIsNothingToSet() throws IOException {
        Files.delete(ipv6);
        forwarding.set();
        assertThat(ipv4).hasContent("1");
        assertThat(ipv6).doesNotExist();
    }

    private Path setting(String path, String value) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, value + "\n");
    }
}
