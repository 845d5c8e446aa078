package io.kubeipvs.daemon.kernel.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpvsConnectionsTest {
    @TempDir
    private Path folder;

    private List<String> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("ip_vs_conn"), text);
        List<String> found = new ArrayList<>();
        IpvsConnections.forEach(file, connection -> found.add(connection.toString()));
        return found;
    }

    @Test
    void readsBothFamiliesAndTunnelsToTheOther() throws IOException {
        assertThat(read("""
                        Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData
                        TCP 0A240108 A3E2 0A600001 01BB 0A240004 1F90 ESTABLISHED     899
                        UDP FFFFFFFF 0035 0A60000A 0035 fd00:0000:0000:0000:0000:0000:0000:0004 0035 UDP             299
                        IP  fd00:0000:0000:0000:0000:0000:0000:0001 0000 fd00:0000:0000:0000:0000:0000:0000:0002 0000 fd00:0000:0000:0000:0000:0000:0000:0004 1F90 NONE          10799
                        """))
                .containsExactly(
                        "Connection[protocol=TCP, state=ESTABLISHED, expiresSeconds=899, source=10.36.1.8:41954,"
                                + " virtual=10.96.0.1:443, destination=10.36.0.4:8080]",
                        "Connection[protocol=UDP, state=UDP, expiresSeconds=299, source=255.255.255.255:53,"
                                + " virtual=10.96.0.10:53, destination=[fd00::4]:53]",
                        "Connection[protocol=IP, state=NONE, expiresSeconds=10799, source=[fd00::1]:0,"
                                + " virtual=[fd00::2]:0, destination=[fd00::4]:8080]");
    }

    @Test
    void aHeadingAloneIsNoConnection() throws IOException {
        assertThat(read("Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n"))
                .isEmpty();
    }

    @Test
    void aKernelWithoutIpvsHasAFix() {
        assertThatThrownBy(() -> IpvsConnections.forEach(folder.resolve("missing"), connection -> {}))
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessageContaining("modprobe ip_vs");
    }
}
