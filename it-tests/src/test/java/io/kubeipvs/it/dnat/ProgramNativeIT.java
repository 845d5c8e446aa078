package io.kubeipvs.it.dnat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelFacts;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged program on a kernel without IPVS, as a user starts it and looks at it. */
class ProgramNativeIT {
    private static final String VIP = "10.96.0.1";
    private static final String TALK = "10.96.0.2";

    private KernelNamespace node;
    private Manifests manifests;
    private Path state;
    private Pod pod;

    @BeforeEach
    void makeNode() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.1"));
        pod = new Pod(node, 1, "p1", "10.36.0.1");
        state = Files.createTempDirectory("state-");
    }

    @AfterEach
    void close() throws Exception {
        pod.close();
        node.close();
    }

    /** Only such a kernel decides so; one with IPVS plays the others. */
    private void requireNoIpvs() throws Exception {
        assumeFalse(KernelFacts.hasIpvs(node), "this machine's kernel has IPVS");
    }

    /** Its lines, each with one space between two words, and at the end its exit status. */
    private List<String> kubeIpvs(String... arguments) {
        String command = Program.LAUNCHER + " " + String.join(" ", arguments) + " --state-dir " + state
                + " 2>&1; echo status=$?";
        return node.run("sh", "-c", command)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    private Program serving(String... more) throws Exception {
        String[] all = new String[more.length + 2];
        all[0] = "--state-dir";
        all[1] = state.toString();
        System.arraycopy(more, 0, all, 2, more.length);
        return Program.serving(node, manifests.folder(), all);
    }

    @Test
    void withoutIpvsNfTablesServesAndThereIsOneWarning() throws Exception {
        requireNoIpvs();
        try (Program program = serving()) {
            assertThat(Pod.askTcp(node, VIP, 80)).isEqualTo("p1");
            assertThat(program.log().lines().filter(line -> line.contains("data_path_without_ipvs")))
                    .singleElement()
                    .asString()
                    .contains(
                            "WARN",
                            "cause=\"this kernel has no IPVS\"",
                            "fix=\"modprobe ip_vs, then restart kube-ipvs\"");
            assertThat(program.log()).contains(" data_path=nftables ");
            assertThat(kubeIpvs("status"))
                    .containsSequence(
                            "Data path nftables: this kernel has no IPVS",
                            "fix: modprobe ip_vs, then restart kube-ipvs")
                    .contains("No problems.");
            assertThat(node.run("curl", "-s", "http://127.0.0.1:10249/metrics"))
                    .contains("kubeipvs_data_path{path=\"ipvs\"} 0", "kubeipvs_data_path{path=\"nftables\"} 1");
            assertThat(node.run("curl", "-s", "http://127.0.0.1:10249/proxyMode"))
                    .isEqualTo("nftables");
        }
    }

    @Test
    void checkNamesThePathAndWhatBringsIpvsBack() throws Exception {
        requireNoIpvs();
        String folder = manifests.folder().toString();
        assertThat(node.run("sh", "-c", Program.LAUNCHER + " check --manifests " + folder + " | tr -s ' '"))
                .contains("data path WARNING nftables: this kernel has no IPVS\n fix: modprobe ip_vs, then restart")
                .contains("link kube-ipvs0 OK a bridge link was created and deleted")
                .endsWith("ready, with 1 warning\n");
    }

    @Test
    void whoAsksForIpvsGetsNothingElse() throws Exception {
        requireNoIpvs();
        String folder = manifests.folder().toString();
        assertThat(kubeIpvs("run", "--data-path", "ipvs", "--manifests", folder))
                .containsExactly(
                        "kube-ipvs: IPVS IPv4, scheduler rr: this kernel has no IPVS; modprobe ip_vs", "status=1");
        assertThat(node.run("ip", "-o", "link")).doesNotContain("kube-ipvs0");
    }

    @Test
    void theCommandsShowWhatNfTablesServes() throws Exception {
        manifests.write("talk.yaml", Manifests.web("talk", TALK, "10.36.0.1").replace("8080", "8081"));
        try (Program program = serving("--data-path=nftables");
                Conversation open = Conversation.open(node, TALK, 80)) {
            open.send("hello");
            services();
            connections();
            assertThat(kubeIpvs("top", "-b", "-n", "1"))
                    .anyMatch(line -> line.startsWith("default/talk TCP 10.96.0.2:80 1 "));
            assertThat(kubeIpvs("probe", "default/web")).last().isEqualTo("status=0");
            assertThat(kubeIpvs("explain", "default/web"))
                    .contains("3 nftables virtual server TCP 10.96.0.1:80, scheduler rr")
                    .last()
                    .isEqualTo("status=0");
            assertThat(kubeIpvs(
                            "plan",
                            "--data-path=nftables",
                            "--manifests",
                            manifests.folder().toString()))
                    .last()
                    .isEqualTo("status=0");
            assertThat(program.log()).doesNotContain("ERROR");
        }
    }

    private void services() {
        assertThat(kubeIpvs("services", "default/talk", "-o", "yaml"))
                .contains("scheduler: \"rr\"", "ready: 1", "active: 1", "- address: \"10.36.0.1:8081\"")
                .last()
                .isEqualTo("status=0");
    }

    private void connections() {
        assertThat(kubeIpvs("connections", "default/talk"))
                .hasSize(4)
                .contains("Connections that nf_tables leads")
                .element(2)
                .asString()
                .matches("TCP [0-9:]+ ESTABLISHED 10\\.96\\.0\\.2:[0-9]+ 10\\.96\\.0\\.2:80 10\\.36\\.0\\.1:8081");
    }

    @Test
    void withoutIpvsThereIsNothingForIpvsadm() throws Exception {
        requireNoIpvs();
        try (Program program = serving()) {
            assertThat(node.run("sh", "-c", Program.LAUNCHER + " ipvs 2>&1; echo status=$?"))
                    .isEqualTo(
                            "kube-ipvs: this node has no IPVS, and nf_tables serves instead: kube-ipvs services lists the"
                                    + " virtual servers, nft list table ip kube-ipvs-dnat their elements\nstatus=1\n");
            assertThat(program.isAlive()).isTrue();
        }
    }

    @Test
    void cleanupLeavesNothing() throws Exception {
        try (Program program = serving("--data-path=nftables")) {
            assertThat(Pod.askTcp(node, VIP, 80)).isEqualTo("p1");
            program.terminate();
        }
        assertThat(node.run("nft", "list", "tables")).contains("kube-ipvs-dnat");
        assertThat(kubeIpvs("cleanup"))
                .noneMatch(line -> line.contains("NOT DONE"))
                .last()
                .isEqualTo("status=0");
        assertThat(node.run("nft", "list", "tables")).isEmpty();
        assertThat(node.run("ip", "-o", "link")).doesNotContain("kube-ipvs0");
        assertThat(kubeIpvs("cleanup")).containsExactly("nothing of kube-ipvs is on this node", "status=0");
    }
}
