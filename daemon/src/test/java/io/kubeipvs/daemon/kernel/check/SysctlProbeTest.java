package io.kubeipvs.daemon.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.kernel.settings.OwnedSettings;
import io.kubeipvs.daemon.kernel.settings.Setting;
import io.kubeipvs.daemon.kernel.settings.Setting.Importance;
import io.kubeipvs.daemon.kernel.settings.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports about a kernel setting; none is ever changed. */
class SysctlProbeTest {
    private static final String KEY = "net.ipv4.vs.conntrack";

    @TempDir
    private Path root;

    private CheckResult tried(Importance importance) {
        return new SysctlProbe(root, wanted(KEY, importance)).run().get(0);
    }

    private static OwnedSettings.Wanted wanted(String key, Importance importance) {
        Wish wish = new Wish(Wish.Kind.SET, "1", "", "");
        return new OwnedSettings.Wanted(new Setting(key, importance, "", null), wish);
    }

    private Path is(String value) throws IOException {
        Path file = root.resolve("net/ipv4/vs/conntrack");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, value + "\n");
    }

    @Test
    void whatIsRightNeedsNoPrivilege() throws Exception {
        is("1");
        assertThat(tried(Importance.ESSENTIAL)).isEqualTo(CheckResult.ok(KEY, "is 1"));
        assertThat(tried(Importance.USEFUL)).isEqualTo(CheckResult.ok(KEY, "is 1"));
    }

    @Test
    void whatCanBeSetIsFineAndStaysAsItIs() throws Exception {
        Path file = is("0");
        assertThat(tried(Importance.ESSENTIAL)).isEqualTo(CheckResult.ok(KEY, "is 0, can be set to 1"));
        assertThat(file).hasContent("0");
    }

    @Test
    void whatCannotBeSetIsReportedWithTheCommandThatDoes() {
        assertThat(ostype(Importance.ESSENTIAL)).satisfies(result -> {
            assertThat(result.isMissing()).isTrue();
            assertThat(result.detail()).startsWith("is Linux, must be 1, and cannot be set here: ");
            assertThat(result.fix()).isEqualTo("sysctl -w kernel.ostype=1");
        });
        assertThat(ostype(Importance.USEFUL)).satisfies(result -> {
            assertThat(result.state()).isEqualTo(CheckResult.State.WARNING);
            assertThat(result.detail()).startsWith("is Linux, should be 1, and cannot be set here: ");
        });
    }

    /** No process may write it, not even root. */
    private static CheckResult ostype(Importance importance) {
        return new SysctlProbe(Path.of("/proc/sys"), wanted("kernel.ostype", importance))
                .run()
                .get(0);
    }

    @Test
    void aKeyOfIpvsComesWithItsModule() {
        assertThat(tried(Importance.ESSENTIAL))
                .isEqualTo(
                        CheckResult.missing(KEY, "this kernel or network namespace has no such key", "modprobe ip_vs"));
    }
}
