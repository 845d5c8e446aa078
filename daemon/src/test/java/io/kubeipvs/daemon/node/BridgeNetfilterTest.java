package io.kubeipvs.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeNetfilterTest {
    @TempDir
    private Path root;

    @Test
    void aNodeWithoutBridgesNeedsNothing() throws Exception {
        assertThat(problem()).isEmpty();
        Files.createDirectories(root.resolve("sys/class/net/eth0"));
        Files.createDirectories(root.resolve("sys/class/net/docker0/brif"));
        assertThat(problem()).as("a bridge without a port").isEmpty();
    }

    @Test
    void aBridgeWithPortsNeedsTheModule() throws Exception {
        bridge("cni0");
        assertThat(problem())
                .isEqualTo("bridges=[cni0] settings=[net.bridge.bridge-nf-call-iptables,"
                        + " net.bridge.bridge-nf-call-ip6tables] fix=\"modprobe br_netfilter; sysctl -w"
                        + " net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1\"");
    }

    @Test
    void eachFamilyHasItsOwnSetting() throws Exception {
        bridge("cni0");
        write("proc/sys/net/bridge/bridge-nf-call-iptables", "1");
        write("proc/sys/net/bridge/bridge-nf-call-ip6tables", "0");
        assertThat(problem())
                .contains("settings=[net.bridge.bridge-nf-call-ip6tables]")
                .endsWith("sysctl -w net.bridge.bridge-nf-call-ip6tables=1\"");
        write("proc/sys/net/bridge/bridge-nf-call-ip6tables", "1");
        assertThat(problem()).isEmpty();
    }

    @Test
    void aBridgesOwnSettingDoesToo() throws Exception {
        bridge("cni0");
        write("sys/class/net/cni0/bridge/nf_call_iptables", "1");
        write("sys/class/net/cni0/bridge/nf_call_ip6tables", "1");
        assertThat(problem()).isEmpty();
        bridge("br1");
        assertThat(problem()).contains("bridges=[br1]");
    }

    private String problem() throws IOException {
        return new BridgeNetfilter(root)
                .problem()
                .map(found ->
                        "bridges=" + found.bridges() + " settings=" + found.settings() + " fix=\"" + found.fix() + "\"")
                .orElse("");
    }

    private void bridge(String name) throws IOException {
        Files.createDirectories(root.resolve("sys/class/net/" + name + "/brif/veth0"));
    }

    private void write(String file, String value) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, value + "\n");
    }
}
