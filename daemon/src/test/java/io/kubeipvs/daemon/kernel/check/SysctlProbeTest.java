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
        assertThat(tried(Need.USEFUL)).isEqualTo(CheckResult.ok(KEY, "is 1"));
    }

    @Test
    void whatCanBeSetIsFineAndStaysAsItIs() throws Exception {
        Path file = is("0");
        assertThat(tried(Need.ESSENTIAL)).isEqualTo(CheckResult.ok(KEY, "is 0, can be set to 1"));
        assertThat(file).hasContent("0");
    }

    @Test
    void whatCannotBeSetIsSaidWithTheCommandThatDoes() {
        assertThat(ostype(Need.ESSENTIAL)).satisfies(result -> {
            assertThat(result.isMissing()).isTrue();
            assertThat(result.detail()).startsWith("is Linux, must be 1, and cannot be set here: ");
            assertThat(result.mend()).isEqualTo("sysctl -w kernel.ostype=1");
        });
        assertThat(ostype(Need.USEFUL)).satisfies(result -> {
            assertThat(result.state()).isEqualTo(CheckResult.State.WARNING);
            assertThat(result.detail()).startsWith("is Linux, should be 1, and cannot be set here: ");
        });
    }

    /** Nobody may write it, root neither. */
    private static CheckResult ostype(Need need) {
        return new SysctlProbe(Path.of("/proc/sys"), "kernel.ostype", "1", need)
                .run()
                .get(0);
    }

    @Test
    void aKeyOfIpvsComesWithItsModule() {
        assertThat(tried(Need.ESSENTIAL))
                .isEqualTo(
                        CheckResult.missing(KEY, "this kernel or network namespace has no such key", "modprobe ip_vs"));
    }
}
