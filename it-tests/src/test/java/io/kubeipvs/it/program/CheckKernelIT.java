package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.SchedulerModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code kube-ipvs check}, and the first checks of {@code run}, on the real kernel: their output, and that nothing
 * remains.
 */
class CheckKernelIT {
    private static final String UNPRIVILEGED = "setpriv --inh-caps=-all --bounding-set=-all ";
    private static final String GIVE = "fix: run it as root, or give the container capabilities.add: [NET_ADMIN]";

    private KernelNamespace namespace;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        namespace = KernelNamespace.withLoopback();
        manifests = Manifests.create();
        namespace.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
    }

    @AfterEach
    void tearDown() {
        namespace.close();
    }

    /** Its output, lines of many words with one space between them, and at the end its exit status. */
    private List<String> kubeIpvs(String before, String... arguments) {
        List<String> words = new ArrayList<>(List.of(before + Program.LAUNCHER));
        words.addAll(Arrays.asList(arguments));
        words.add("--manifests " + manifests.folder() + " 2>&1; echo status=$?");
        return namespace
                .run("sh", "-c", String.join(" ", words))
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    /** As other people's tools see it. */
    private String kernel() {
        return namespace.run(
                "sh",
                "-c",
                "ipvsadm -Sn; ip -oneline link; ip -oneline address; nft list ruleset; cd /proc/sys/net/ipv4; grep ."
                        + " ip_forward conf/all/arp_* vs/conntrack vs/expire_nodest_conn vs/conn_reuse_mode");
    }

    @Test
    void allExistsAndNothingRemains() {
        namespace.run("ipvsadm", "-A", "-t", "198.51.100.0:20000", "-s", "wlc"); // another program's
        namespace.run("ipvsadm", "-a", "-t", "198.51.100.0:20000", "-r", "192.0.2.1:80", "-m", "-w", "3");
        String before = kernel();
        assertThat(kubeIpvs("", "check", "--all-schedulers"))
                .contains(
                        "IPVS IPv4, scheduler rr OK a virtual server was added and removed",
                        "IPVS IPv6, scheduler rr OK a virtual server was added and removed",
                        "IPVS IPv4, other schedulers OK wrr, lc, wlc, dh, sh, sed, nq, mh, lblc, lblcr, fo, ovf",
                        "IPVS IPv6, other schedulers OK wrr, lc, wlc, dh, sh, sed, nq, mh, lblc, lblcr, fo, ovf",
                        "nf_tables IPv4 OK a table with chains, sets and rules was made and removed",
                        "nf_tables IPv6 OK a table with chains, sets and rules was made and removed",
                        "link kube-ipvs0 OK a dummy link was created and deleted",
                        "conntrack OK 0 flows",
                        "net.ipv4.vs.conntrack OK is 0, can be set to 1",
                        "net.ipv4.ip_forward OK is 1",
                        "healthz 0.0.0.0 port 10256 OK free",
                        "manifests OK " + manifests.folder() + ": 0 files, 0 Services")
                .noneMatch(line -> line.contains("MISSING") || line.contains("WARNING"))
                .endsWith("ready", "status=0");
        assertThat(kernel()).isEqualTo(before).contains("198.51.100.0:20000");
    }

    @Test
    void whatARunningProxyHasIsFoundAndKept() throws Exception {
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1"));
        try (Program program = Program.serving(namespace, manifests.folder())) {
            String before = kernel();
            assertThat(kubeIpvs("", "check"))
                    .contains(
                            "link kube-ipvs0 OK exists and is a dummy link",
                            "net.ipv4.vs.conntrack OK is 1",
                            "manifests OK " + manifests.folder() + ": 1 files, 1 Services",
                            "metrics 127.0.0.1 port 10249 WARNING Address already in use; no matter if kube-ipvs itself"
                                    + " runs here")
                    .endsWith("ready, with 2 warnings", "status=0");
            assertThat(kernel()).isEqualTo(before).contains("10.96.0.1:80");
            assertThat(program.log()).doesNotContain("packet_filter_repaired", "not_done");
        }
    }

    @Test
    void withoutTheCapabilityEachNamesTheFix() {
        assertThat(kubeIpvs(UNPRIVILEGED, "check"))
                .containsSequence("CAP_NET_ADMIN MISSING this process lacks it", GIVE)
                .containsSequence("IPVS IPv4, scheduler rr MISSING EPERM: CAP_NET_ADMIN is missing", GIVE)
                .containsSequence("IPVS IPv6, scheduler rr MISSING EPERM: CAP_NET_ADMIN is missing", GIVE)
                .containsSequence("nf_tables IPv4 MISSING EPERM: CAP_NET_ADMIN is missing", GIVE)
                .containsSequence("link kube-ipvs0 MISSING EPERM: CAP_NET_ADMIN is missing", GIVE)
                .containsSequence("conntrack MISSING EPERM: CAP_NET_ADMIN is missing", GIVE)
                .last()
                .isEqualTo("status=1");
    }

    @Test
    void inAUserNamespaceOfItsOwnItNamesTheNamespace() {
        String before = "unshare --user --map-root-user --net ";
        assertThat(kubeIpvs(before, "check"))
                .contains("data path WARNING nftables: EPERM: CAP_NET_ADMIN holds in this user namespace only");
        assertThat(kubeIpvs(before, "check", "--data-path", "ipvs"))
                .containsSequence(
                        "IPVS IPv4, scheduler rr MISSING EPERM: CAP_NET_ADMIN holds in this user namespace only",
                        "fix: run it in the host's own user namespace (in a Pod: hostUsers: true)")
                .last()
                .isEqualTo("status=1");
    }

    @Test
    void withoutItsSchedulerRunEndsInOneLineAndHasChangedNothing() throws Exception {
        String before = kernel();
        try (SchedulerModule absent = SchedulerModule.absent(namespace, "lblcr")) {
            assertThat(kubeIpvs("", "run", "--ipvs-scheduler", "lblcr"))
                    .containsExactly(
                            "kube-ipvs: IPVS IPv4, scheduler lblcr: this kernel has no such scheduler; modprobe -a"
                                    + " ip_vs_lblcr",
                            "status=1");
            assertThat(kubeIpvs("", "check", "--all-schedulers"))
                    .containsSequence(
                            "IPVS IPv4, other schedulers WARNING this kernel lacks lblcr; no harm unless asked for",
                            "fix: modprobe -a ip_vs_lblcr")
                    .last()
                    .isEqualTo("status=0");
        }
        assertThat(kernel()).isEqualTo(before);
    }

    @Test
    void withSettingsThatItMayNotWriteRunEndsInOneLine() {
        String readOnly =
                "unshare --mount sh -c 'mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys"
                        + " && exec \"$@\"' sh setpriv --inh-caps=-all --bounding-set=-all,+net_admin ";
        assertThat(kubeIpvs(readOnly, "run"))
                .containsExactly(
                        "kube-ipvs: net.ipv4.vs.conntrack: is 0, must be 1, and cannot be set here: Read-only file"
                                + " system; sysctl -w net.ipv4.vs.conntrack=1",
                        "status=1");
    }
}
