package io.kubeipvs.netlink.sysctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SysctlTest {
    private static final String KEY = "net.ipv4.vs.conntrack";

    @TempDir
    private Path root;

    private Sysctl sysctl;
    private Path file;

    @BeforeEach
    void aKey() throws IOException {
        sysctl = new Sysctl(root);
        file = root.resolve("net/ipv4/vs/conntrack");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "0\n");
    }

    @Test
    void readsAValueAndReportsAMissingKey() throws Exception {
        assertThat(sysctl.read(KEY)).contains("0");
        assertThat(sysctl.read("net/ipv4/vs/conntrack")).contains("0");
        assertThat(sysctl.read("net.ipv4.vs.conn_reuse_mode")).isEmpty();
    }

    @Test
    void readsTheKernelsOwnWhole() throws Exception {
        assertThat(new Sysctl().read("kernel.ostype")).contains("Linux");
    }

    @Test
    void setsAndPutsBack() throws Exception {
        SysctlChange change = sysctl.set(KEY, "1");

        assertThat(change).isEqualTo(new SysctlChange(KEY, "0", "1"));
        assertThat(change.isChange()).isTrue();
        assertThat(file).hasContent("1\n");
        assertThat(sysctl.restore(change)).isEqualTo(Restoration.RESTORED);
        assertThat(file).hasContent("0\n");
        assertThat(sysctl.restore(change)).isEqualTo(Restoration.RESTORED);
        assertThat(file).hasContent("0\n");
    }

    @Test
    void aShorterValueLeavesNothingOfALongerOne() throws Exception {
        Files.writeString(file, "32768\n");

        SysctlChange change = sysctl.set(KEY, "1");

        assertThat(change.before()).isEqualTo("32768");
        assertThat(file).hasContent("1\n");
    }

    @Test
    void doesNotWriteTheValueThatAKeyHas() throws Exception {
        Files.writeString(file, "0");

        SysctlChange change = sysctl.set(KEY, "0");

        assertThat(change.isChange()).isFalse();
        assertThat(file).content().isEqualTo("0");
        Files.writeString(file, "7");
        assertThat(sysctl.restore(change)).isEqualTo(Restoration.CHANGED_BY_OTHERS);
        assertThat(file).hasContent("7");
    }

    @Test
    void doesNotRestoreChangedOrMissingKeys() throws Exception {
        SysctlChange change = sysctl.set(KEY, "1");
        Files.writeString(file, "2\n");

        assertThat(sysctl.restore(change)).isEqualTo(Restoration.CHANGED_BY_OTHERS);
        assertThat(file).hasContent("2\n");

        Files.delete(file);
        assertThat(sysctl.restore(change)).isEqualTo(Restoration.ABSENT);
        assertThat(file).doesNotExist();
    }

    @Test
    void doesNotCreateAMissingKey() {
        assertThatExceptionOfType(SysctlException.class)
                .isThrownBy(() -> sysctl.set("net.ipv4.vs.nothing", "1"))
                .withMessage("net.ipv4.vs.nothing = \"1\": this kernel or network namespace has no such key;"
                        + " load the module it is of");
        assertThat(file.resolveSibling("nothing")).doesNotExist();
    }

    @Test
    void aFolderIsNoSetting() {
        assertThatExceptionOfType(SysctlException.class)
                .isThrownBy(() -> sysctl.read("net.ipv4"))
                .withMessage("net.ipv4: cannot be read: Is a directory");
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.conf.eth0/1.rp_filter, net/ipv4/conf/eth0.1/rp_filter",
        "net/ipv4/conf/eth0.1/rp_filter, net/ipv4/conf/eth0.1/rp_filter",
        "net.ipv4.ip_forward, net/ipv4/ip_forward",
        "net/ipv4/ip_forward, net/ipv4/ip_forward"
    })
    void aKeyIsAFile(String key, String expected) {
        assertThat(SysctlPath.resolve(root, key)).isEqualTo(root.resolve(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/etc/passwd", "net..ipv4", "net.ipv4.", "net/../../etc/passwd", "net.//.x"})
    void refusesInvalidKeys(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sysctl.read(key))
                .withMessageContaining("sysctl key \"" + key + "\"");
    }
}
