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

class StrictArpTest {
    @TempDir
    private Path root;

    private Path folder;
    private StrictArp strictArp;

    @BeforeEach
    void setUp() throws IOException {
        folder = Files.createDirectories(root.resolve("net/ipv4/conf/all"));
        Files.writeString(folder.resolve("arp_ignore"), "0\n");
        Files.writeString(folder.resolve("arp_announce"), "0\n");
        strictArp = new StrictArp(settings(FormerValues.inMemory()));
    }

    @Test
    void offTouchesNothing() throws Exception {
        strictArp.set(false);
        assertThat(settings()).isEqualTo("0 0");
    }

    @Test
    void onSetsBothAndOffPutsThemBack() throws Exception {
        strictArp.set(true);
        assertThat(settings()).isEqualTo("1 2");
        strictArp.set(false);
        assertThat(settings()).isEqualTo("0 0");
    }

    @Test
    void whatAnEarlierRunTurnedOnIsPutBackByOneThatHasItOff() throws Exception {
        Path state = root.resolve("state");
        new StrictArp(settings(FormerValues.in(state))).set(true);
        assertThat(settings()).isEqualTo("1 2");
        new StrictArp(settings(FormerValues.in(state))).set(true);
        assertThat(settings()).isEqualTo("1 2");
        new StrictArp(settings(FormerValues.in(state))).set(false);
        assertThat(settings()).isEqualTo("0 0");
    }

    @Test
    void whatAnotherHandChangedSinceStays() throws Exception {
        strictArp.set(true);
        Files.writeString(folder.resolve("arp_ignore"), "3\n");
        strictArp.set(false);
        assertThat(settings()).isEqualTo("3 0");
    }

    @Test
    void whatCannotBeSetIsSaidAndTheOtherIsSet() throws Exception {
        Files.delete(folder.resolve("arp_ignore"));
        try (CapturedLog log = new CapturedLog()) {
            strictArp.set(true);
            assertThat(log.lines("strict_arp_not_set"))
                    .singleElement()
                    .asString()
                    .contains("net.ipv4.conf.all.arp_ignore");
        }
        assertThat(Files.readString(folder.resolve("arp_announce")).strip()).isEqualTo("2");
    }

    private NodeSettings settings(FormerValues former) {
        return new NodeSettings(new Sysctl(root), former);
    }

    private String settings() throws IOException {
        return Files.readString(folder.resolve("arp_ignore")).strip() + " "
                + Files.readString(folder.resolve("arp_announce")).strip();
    }
}
