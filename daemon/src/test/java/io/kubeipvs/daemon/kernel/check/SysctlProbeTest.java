package io.kubeipvs.daemon.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.kernel.check.SysctlProbe.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a kernel setting; none is ever changed. */
class SysctlProbeTest {
    private static final String KEY = "net.ipv4.vs.conntrack";

    @TempDir
    private Path root;

    private CheckResult tried(Need need) {
        return new SysctlProbe(root, KEY, "1", need).run().get(0);
    }

    private Path is(String value) throws IOException {
        Path file = root.resolve("net/ipv4/vs/conntrack");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, value + "\n");
    }

    @Test
    void whatIsRightNeedsNoPrivilege() throws Exception {
        is("1");
        assertThat(tried(Need.ESSENTIAL)).isEqualTo(CheckResult.ok(KEY, "is 1"));
        assertThat(tried(Need.NOT_OURS)).isEqualTo(CheckResult.ok(KEY, "is 1"));
    }

    @Test
    void whatCanBeSetIsFineAndStaysAsItIs() throws Exception {
        Path file = is("0");
        assertThat(tried(Need.ESSENTIAL)).isEqualTo(CheckResult.ok(KEY, "is 0, can be set to 1"));
        assertThat(file).hasContent("0");
    }

    @Test
    void whatCannotBeSetIsSaidWithTheCommandThatDoes() throws Exception {
        Path file = root.resolve("net/ipv4/vs/conntrack");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of("/proc/sys/kernel/ostype")); // nobody may write it, root neither
        String detail = "is Linux, must be 1, and cannot be set here: ";
        assertThat(tried(Need.ESSENTIAL)).satisfies(result -> {
            assertThat(result.isMissing()).isTrue();
            assertThat(result.detail()).startsWith(detail);
            assertThat(result.mend()).isEqualTo("sysctl -w " + KEY + "=1");
        });
        assertThat(tried(Need.USEFUL)).satisfies(result -> {
            assertThat(result.isMissing()).isFalse();
            assertThat(result.detail()).startsWith(detail);
        });
    }

    @Test
    void whatIsTheNodesIsNotSetByUs() throws Exception {
        is("0");
        assertThat(tried(Need.NOT_OURS))
                .isEqualTo(CheckResult.warning(
                        KEY, "is 0, should be 1; kube-ipvs leaves it alone", "sysctl -w " + KEY + "=1"));
    }

    @Test
    void aKeyOfIpvsComesWithItsModule() {
        assertThat(tried(Need.ESSENTIAL))
                .isEqualTo(
                        CheckResult.missing(KEY, "this kernel or network namespace has no such key", "modprobe ip_vs"));
    }
}
