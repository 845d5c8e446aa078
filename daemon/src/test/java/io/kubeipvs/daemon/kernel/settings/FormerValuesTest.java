package io.kubeipvs.daemon.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerValuesTest {
    private static final SysctlChange CONNTRACK = new SysctlChange("net.ipv4.vs.conntrack", "0", "1");
    private static final SysctlChange FORWARD = new SysctlChange("net.ipv4.ip_forward", "0", "1");

    @TempDir
    private Path root;

    @Test
    void outliveTheProgram() {
        first().remember(FORWARD);
        first().remember(CONNTRACK);
        assertThat(first().all()).containsExactly(FORWARD, CONNTRACK);
        first().forget(FORWARD.key());
        assertThat(first().all()).containsExactly(CONNTRACK);
        assertThat(file()).content().isEqualTo("""
                {
                  "boot" : "first",
                  "changes" : [ {
                    "key" : "net.ipv4.vs.conntrack",
                    "before" : "0",
                    "after" : "1"
                  } ]
                }
                """);
    }

    @Test
    void areForgottenAfterAReboot() {
        first().remember(CONNTRACK);
        FormerValues second = FormerValues.in(state(), "second");
        assertThat(second.all()).isEmpty();
        second.remember(FORWARD);
        assertThat(FormerValues.in(state(), "second").all()).containsExactly(FORWARD);
    }

    @Test
    void areOfThisBootAndThisNetworkNamespace() throws IOException {
        FormerValues.in(state()).remember(CONNTRACK);
        assertThat(FormerValues.in(state()).all()).containsExactly(CONNTRACK);
        assertThat(file()).content().containsPattern("\"boot\" : \"[-0-9a-f]{36}\"");
        assertThat(file().getFileName().toString()).matches("former-values\\.[1-9][0-9]+\\.json");
    }

    @Test
    void theOneBeforeTheFirstChangeCounts() {
        FormerValues former = first();
        former.remember(new SysctlChange("k", "a", "b"));
        former.remember(new SysctlChange("k", "b", "b"));
        former.remember(new SysctlChange("k", "b", "c"));
        assertThat(former.of("k")).contains(new SysctlChange("k", "a", "c"));
    }

    @Test
    void theValueOfAnotherProgramInBetweenCounts() {
        FormerValues former = first();
        former.remember(new SysctlChange("k", "a", "b"));
        former.remember(new SysctlChange("k", "theirs", "b"));
        assertThat(former.of("k")).contains(new SysctlChange("k", "theirs", "b"));
    }

    @Test
    void nothingIsRememberedOfWhatIsAsItWas() {
        first().remember(new SysctlChange("k", "a", "a"));
        assertThat(file()).doesNotExist();
        first().remember(new SysctlChange("k", "a", "b"));
        first().remember(new SysctlChange("k", "b", "a"));
        assertThat(file()).doesNotExist();
    }

    @Test
    void oneLineReportsThatTheyCannotBeReadOrKept() throws IOException {
        Files.createDirectories(state());
        Files.writeString(file(), "{\"boot\": 7");
        try (CapturedLog log = new CapturedLog()) {
            FormerValues former = first();
            assertThat(log.lines("former_values_unreadable file=" + file())).hasSize(1);
            Files.delete(file());
            Files.delete(state());
            Files.writeString(state(), "a file instead of the folder");
            former.remember(CONNTRACK);
            former.remember(FORWARD);
            assertThat(log.lines("former_values_not_kept_will_retry file=" + file()))
                    .hasSize(1);
            assertThat(log.lines()).hasSize(2);
            assertThat(former.all()).hasSize(2);
            assertThat(former.keep()).isPresent();
            Files.delete(state());
            assertThat(former.keep()).as("tried again").isEmpty();
            assertThat(file()).content().contains(FORWARD.key());
        }
    }

    /** Cleanup writes these values to the kernel: no other user may choose them. */
    @Test
    void aFileThatAnotherUserCanHaveWrittenIsIgnored() throws IOException {
        first().remember(CONNTRACK);
        Files.setPosixFilePermissions(state(), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (CapturedLog log = new CapturedLog()) {
            assertThat(first().all()).isEmpty();
            assertThat(log.lines("former_values_unreadable file=" + file()))
                    .singleElement()
                    .asString()
                    .contains("cause=\"" + state() + " can be written by other users\"");
        }
    }

    @Test
    void aPlantedLinkIsReplacedAndItsTargetStays() throws IOException {
        Files.createDirectories(state());
        Path target = Files.writeString(root.resolve("target"), "precious");
        Files.createSymbolicLink(file(), target);
        first().remember(CONNTRACK);
        assertThat(target).hasContent("precious");
        assertThat(first().all()).containsExactly(CONNTRACK);
    }

    private FormerValues first() {
        return FormerValues.in(state(), "first");
    }

    private Path state() {
        return root.resolve("state");
    }

    private Path file() {
        return FormerValues.file(state());
    }
}
