package io.kubeipvs.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.check.CheckResult.State;
import io.kubeipvs.daemon.node.BridgeNetfilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probes of a node besides the kernel's objects and the API server. */
class NodeProbesTest {
    @TempDir
    private Path root;

    @Test
    void aPortThatIsTakenIsToBeLookedAt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(new PortProbe("metrics", "metricsBindAddress", address(port)).run())
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.state()).isEqualTo(State.WARNING);
                        assertThat(result.what()).isEqualTo("metrics 127.0.0.1 port " + port);
                        assertThat(result.detail()).startsWith("Address already in use");
                        assertThat(result.fix())
                                .isEqualTo("ss -ltnp 'sport = :" + port
                                        + "' names who has it; or change metricsBindAddress");
                    });
        }
        assertThat(new PortProbe("metrics", "metricsBindAddress", address(0)).run())
                .containsExactly(CheckResult.ok("metrics 127.0.0.1 port 0", "free"));
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void aBridgeWhosePacketsDoNotPassNetfilterIsNamed() throws Exception {
        BridgeProbe probe = new BridgeProbe(new BridgeNetfilter(root));
        assertThat(probe.run()).extracting(CheckResult::state).containsExactly(State.OK);
        Files.createDirectories(root.resolve("sys/class/net/cni0/brif/veth0"));
        assertThat(probe.run())
                .containsExactly(CheckResult.warning(
                        "bridges",
                        "packets between ports of cni0 do not pass netfilter: their pods do not reach each other"
                                + " through a Service",
                        "modprobe br_netfilter; sysctl -w net.bridge.bridge-nf-call-iptables=1"
                                + " net.bridge.bridge-nf-call-ip6tables=1"));
    }
}
