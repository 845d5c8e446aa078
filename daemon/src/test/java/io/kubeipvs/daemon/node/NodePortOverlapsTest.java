package io.kubeipvs.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.daemon.check.NodePortProbe;
import io.kubeipvs.daemon.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePortOverlapsTest {
    @TempDir
    private Path root;

    private List<NodePortOverlaps.Problem> problems(String local, String reserved, Config config) throws IOException {
        Path settings = Files.createDirectories(root.resolve("proc/sys/net/ipv4"));
        Files.writeString(settings.resolve("ip_local_port_range"), local + "\n");
        Files.writeString(settings.resolve("ip_local_reserved_ports"), reserved + "\n");
        return new NodePortOverlaps(root, config).problems();
    }

    private static Config nodePorts(String range) {
        return Config.DEFAULT.with(c -> c.settings(s -> s.nodePortRange(PortRange.parse(range))));
    }

    @Test
    void theKernelsDefaultHasNoNodePort() throws IOException {
        assertThat(problems("32768\t60999", "", Config.DEFAULT)).isEmpty();
        assertThat(new NodePortProbe(new NodePortOverlaps(root, Config.DEFAULT)).run())
                .singleElement()
                .hasToString(
                        "CheckResult[what=node ports, state=OK, detail=no connection of this node begins at one, fix=]");
    }

    @Test
    void portsOfProcessesAreNamedUntilTheyAreReserved() throws IOException {
        assertThat(problems("15000\t65000", "8080", Config.DEFAULT))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.cause())
                            .startsWith(
                                    "net.ipv4.ip_local_port_range contains 2768 ports of nodePortRange 30000-32767");
                    assertThat(problem.fix()).isEqualTo("sysctl -w net.ipv4.ip_local_reserved_ports=8080,30000-32767");
                });
        assertThat(problems("15000\t65000", "8080,30000-32766", Config.DEFAULT)).hasSize(1);
        assertThat(problems("15000\t65000", "8080,30000-32767", Config.DEFAULT)).isEmpty();
        assertThat(problems("15000\t65000", "", nodePorts("65001-65535"))).isEmpty();
    }

    @Test
    void masqueradedPortsAreNamedWithARangeThatHasNone() throws IOException {
        assertThat(problems("32768\t60999", "", nodePorts("20000-22767")))
                .extracting(NodePortOverlaps.Problem::cause, NodePortOverlaps.Problem::fix)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "masqueradePorts 1024-29999 contains node ports of nodePortRange 20000-22767",
                        "masqueradePorts: 22768-65535"));
        assertThat(problems("32768\t60999", "", nodePorts("1024-65535")).get(0).cause())
                .contains("masqueradePorts");
    }

    @Test
    void withoutSettingsOfTheKernelNothingIsNamed() throws IOException {
        assertThat(new NodePortOverlaps(root, Config.DEFAULT).problems()).isEmpty();
    }
}
