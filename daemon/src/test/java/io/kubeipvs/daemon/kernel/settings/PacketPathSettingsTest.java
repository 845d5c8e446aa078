package io.kubeipvs.daemon.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.netlink.sysctl.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketPathSettingsTest {
    @TempDir
    private Path root;

    private Path ipvs;

    @BeforeEach
    void folder() throws IOException {
        ipvs = Files.createDirectories(root.resolve("net/ipv4/vs"));
    }

    private NodeSettings settings() {
        return new NodeSettings(new Sysctl(root), FormerValues.inMemory());
    }

    @Test
    void setsWhatThePacketPathNeeds() throws Exception {
        for (String key : new String[] {"conntrack", "expire_nodest_conn", "expire_quiescent_template"}) {
            Files.writeString(ipvs.resolve(key), "0\n");
        }
        Files.writeString(ipvs.resolve("conn_reuse_mode"), "2\n");
        PacketPathSettings.set(settings());
        try (var files = Files.list(ipvs)) {
            assertThat(files).hasSize(4).allSatisfy(file -> assertThat(file).hasContent("1"));
        }
    }

    @Test
    void goesOnWithoutWhatIsNotNeededForTranslation() throws Exception {
        Files.writeString(ipvs.resolve("conntrack"), "1\n");
        PacketPathSettings.set(settings());
        assertThat(ipvs.resolve("conntrack")).hasContent("1");
    }

    @Test
    void saysThatNoSourceCanBeTranslated() {
        NodeSettings settings = settings();
        assertThatThrownBy(() -> PacketPathSettings.set(settings))
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessage("IPVS and conntrack cannot work together, so no source can be translated:"
                        + " net.ipv4.vs.conntrack = \"1\": this kernel or network namespace has no such key; load the"
                        + " module it is of");
    }
}
