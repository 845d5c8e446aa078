package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.sysctl.Restoration;
import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import io.kubeipvs.netlink.sysctl.SysctlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SysctlKernelIT {

    private static final String FORWARD = "net.ipv4.ip_forward";

    private final Sysctl sysctl = new Sysctl();
    private KernelNamespace namespace;
    private KernelNamespace other;

    @BeforeEach
    void open() {
        namespace = new KernelNamespace();
        other = new KernelNamespace();
        namespace.run("sysctl", "-w", FORWARD + "=0");
        other.run("sysctl", "-w", FORWARD + "=0");
    }

    @AfterEach
    void close() {
        namespace.close();
        other.close();
    }

    @Test
    void aThreadSetsItsOwnNamespacesValue() throws Exception {
        String ours = sysctl.read(FORWARD).orElseThrow();

        SysctlChange change = namespace.call(() -> sysctl.set(FORWARD, "1"));

        assertThat(change).isEqualTo(new SysctlChange(FORWARD, "0", "1"));
        assertThat(namespace.run("sysctl", "-n", FORWARD)).isEqualTo("1\n");
        assertThat(other.run("sysctl", "-n", FORWARD)).isEqualTo("0\n");
        assertThat(namespace.call(() -> sysctl.read(FORWARD))).contains("1");
        assertThat(other.call(() -> sysctl.read(FORWARD))).contains("0");
        assertThat(sysctl.read(FORWARD)).contains(ours);
    }

    @Test
    void putsBackWhatIsStillOurs() throws Exception {
        SysctlChange change = namespace.call(() -> sysctl.set(FORWARD, "1"));

        assertThat(namespace.call(() -> sysctl.restore(change))).isEqualTo(Restoration.RESTORED);
        assertThat(namespace.run("sysctl", "-n", FORWARD)).isEqualTo("0\n");

        String ttl = "net.ipv4.ip_default_ttl";
        SysctlChange overtaken = namespace.call(() -> sysctl.set(ttl, "100"));
        namespace.run("sysctl", "-w", ttl + "=101");
        assertThat(namespace.call(() -> sysctl.restore(overtaken))).isEqualTo(Restoration.CHANGED_BY_OTHERS);
        assertThat(namespace.run("sysctl", "-n", ttl)).isEqualTo("101\n");
    }

    @Test
    void anInterfaceWithADotInItsName() throws Exception {
        namespace.run("ip", "link", "add", "eth0.1", "type", "veth", "peer", "name", "peer");
        String slashes = "net/ipv4/conf/eth0.1/rp_filter";
        String dots = "net.ipv4.conf.eth0/1.rp_filter";

        SysctlChange change = namespace.call(() -> sysctl.set(dots, "2"));

        assertThat(namespace.call(() -> sysctl.read(slashes))).contains("2");
        assertThat(namespace.run("sysctl", "-n", slashes)).isEqualTo("2\n");
        namespace.run("ip", "link", "delete", "eth0.1");
        assertThat(namespace.call(() -> sysctl.restore(change))).isEqualTo(Restoration.ABSENT);
    }

    @Test
    void theKernelsSpellingIsRemembered() throws Exception {
        String range = "net.ipv4.ip_local_port_range";
        String before = namespace.call(() -> sysctl.read(range)).orElseThrow();

        SysctlChange change = namespace.call(() -> sysctl.set(range, "20000 30000"));

        assertThat(change.after()).isEqualTo("20000\t30000");
        assertThat(namespace.call(() -> sysctl.restore(change))).isEqualTo(Restoration.RESTORED);
        assertThat(namespace.call(() -> sysctl.read(range))).contains(before);
    }

    @Test
    void aValueThatTheKernelDoesNotTake() {
        assertThatExceptionOfType(SysctlException.class)
                .isThrownBy(() -> namespace.call(() -> sysctl.set("net.ipv4.ip_default_ttl", "many")))
                .withMessage("net.ipv4.ip_default_ttl = \"many\": Invalid argument;"
                        + " give a value that the kernel allows for this key");
        assertThat(namespace.run("sysctl", "-n", "net.ipv4.ip_default_ttl")).isEqualTo("64\n");
    }

    @Test
    void aKeyThatMayNotBeWritten() {
        assertThatExceptionOfType(SysctlException.class)
                .isThrownBy(() -> sysctl.set("kernel.ostype", "Hurd"))
                .withMessageStartingWith("kernel.ostype = \"Hurd\": ")
                .withMessageEndingWith(
                        "; needs CAP_NET_ADMIN over the network namespace, and /proc/sys mounted writable");
    }

    @Test
    void aKeyThatThisKernelDoesNotHave() throws Exception {
        assertThat(namespace.call(() -> sysctl.read("net.ipv4.vs.no_such_key"))).isEmpty();
        assertThatExceptionOfType(SysctlException.class)
                .isThrownBy(() -> namespace.call(() -> sysctl.set("net.ipv4.vs.no_such_key", "1")))
                .withMessageContaining("has no such key");
    }
}
