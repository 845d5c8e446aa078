package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every command that looks inside, beside one running kube-ipvs and after its death: as text and as JSON. */
class CommandsKernelIT {
    private static final String VIP = "10.96.0.1";

    private KernelNamespace node;
    private Manifests manifests;
    private Pod pod;
    private Path folder;

    private record Answer(int status, String text) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }
    }

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.1"));
        pod = new Pod(node, 1, "p1", "10.36.0.1");
        folder = Files.createTempDirectory("commands-");
    }

    @AfterEach
    void tearDown() throws Exception {
        pod.close();
        node.close();
    }

    private Answer run(String... arguments) {
        long begin = System.nanoTime();
        String text = node.run(
                "sh", "-c", Program.LAUNCHER + " " + String.join(" ", arguments) + " 2>&1; printf 'status=%s' $?");
        System.out.println("kube-ipvs " + String.join(" ", arguments) + ": " + (System.nanoTime() - begin) / 1_000_000
                + " ms\n" + text);
        int end = text.lastIndexOf("status=");
        return new Answer(Integer.parseInt(text.substring(end + 7).strip()), text.substring(0, end));
    }

    @Test
    void answerAsTextAndAsJsonWithTheProgramAndWithoutIt() throws Exception {
        node.run("nft", "add table inet firewall");
        node.run("nft", "add chain inet firewall input { type filter hook input priority 10; policy drop; }");
        node.run("nft", "add rule inet firewall input accept");
        try (Program program = Program.serving(node, manifests.folder())) {
            assertThat(Pod.askTcp(node, VIP, 80)).isEqualTo("p1");
            connections(); // the kernel forgets it after two minutes
            theTablesOfIpvs();
            statusNamesTheFirewall();
            probeOfAllServices();
            plan();
            topInATerminal();
            support(true);
            program.kill();
        }
        withoutTheProgram();
    }

    private void theTablesOfIpvs() {
        assertThat(run("ipvs").text()).isEqualTo(node.run("ipvsadm", "-Ln"));
        JsonNode ipvs = run("ipvs", "-o", "json").json();
        assertThat(ipvs.at("/virtualServers/0/address").asString()).isEqualTo(VIP + ":80");
        assertThat(run("top", "-b", "-n", "1").text()).containsPattern("default/web +TCP 10\\.96\\.0\\.1:80 ");
        assertThat(run("services", "default/web", "-o", "yaml").text()).contains("address: \"10.96.0.1\"");
    }

    private void connections() {
        Answer text = run("connections", "default/web");
        assertThat(text.status()).isZero();
        assertThat(text.text().lines().skip(2)).isNotEmpty().allMatch(line -> line.contains(VIP + ":80"));
        assertThat(run("connections", "default/web", "-o", "json")
                        .json()
                        .at("/entries/0/virtual")
                        .asString())
                .isEqualTo(VIP + ":80");
        assertThat(run("connections", "default/none").text())
                .startsWith("kube-ipvs: Service default/none: has no virtual server on this node");
    }

    private void statusNamesTheFirewall() {
        assertThat(run("status").text())
                .containsPattern("Config +in force for [0-9a-z]+\n")
                .contains("chain inet firewall input (hook input): its policy drops packets for VIPs and node ports");
        JsonNode status = run("status", "-o", "json").json();
        assertThat(status.at("/environment/droppingChains/0/fix").asString()).contains("nft insert rule");
        assertThat(status.at("/environment/configSeconds").asLong()).isNotNegative();
    }

    private void probeOfAllServices() {
        Answer all = run("probe");
        assertThat(all.status()).as(all.text()).isZero();
        assertThat(all.text()).isEqualTo("1 of 1 addresses work, with all their endpoints\n");
        assertThat(run("probe", "-o", "json").json().at("/addresses/0/works").asBoolean())
                .isTrue();
    }

    private void plan() {
        Answer plan = run("plan", "--manifests", manifests.folder().toString());
        assertThat(plan.text()).contains("Adopts");
        assertThat(run("plan", "-o", "json", "--manifests", manifests.folder().toString())
                        .json()
                        .isObject())
                .isTrue();
        assertThat(run("explain", "default/web", "-o", "json")
                        .json()
                        .at("/packets/0/kernel/agrees")
                        .asBoolean())
                .isTrue();
        assertThat(run("config", "-o", "json").json().has("kubeipvs.io")).isTrue();
        assertThat(run("version", "-o", "json").json().at("/commit").isString()).isTrue();
    }

    /** In a pseudo-terminal. The first key shows the real servers, the second ends it. */
    private void topInATerminal() {
        String screen = node.run(
                "sh",
                "-c",
                "while sleep 1 && printf eq 2>/dev/null; do :; done | TERM=xterm timeout 120"
                        + " script --quiet --return --command '" + Program.LAUNCHER
                        + " top' /dev/null 2>&1; printf 'status=%s' $?");
        assertThat(screen)
                .contains(
                        "\u001b[?1049h",
                        "default/web",
                        "TCP 10.96.0.1:80",
                        "-> 10.36.0.1:8080",
                        "q: quit",
                        "\u001b[?1049l")
                .endsWith("status=0");
    }

    private Map<String, String> support(boolean isRunning) throws Exception {
        Path file = folder.resolve(isRunning + ".zip");
        Answer answer = run("support", "--file", file.toString());
        assertThat(answer.status()).as(answer.text()).isZero();
        Map<String, String> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                files.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(files.get("ipvs.txt")).isEqualTo(node.run("ipvsadm", "-Ln"));
        assertThat(files.get("ipvs-save.txt")).isEqualTo(node.run("ipvsadm", "-Sn"));
        assertThat(files.get("nftables.txt"))
                .contains("table ip kube-proxy {", "6 . 10.96.0.1 . 80", "table inet firewall    # of another program");
        assertThat(files.get("links.txt")).contains("kube-ipvs0 dummy", "    10.96.0.1/32");
        assertThat(files.get("sysctl.txt")).contains("net.ipv4.vs.conntrack = 1");
        if (isRunning) {
            assertThat(answer.text()).doesNotContain("not available");
            assertThat(files.get("log.txt")).contains("first_sync");
            assertThat(files.get("threads.txt")).contains("\"main\" ", "\"audit\" ");
            assertThat(files.get("metrics.txt")).contains("kubeipvs_degraded");
            assertThat(files.get("services.txt")).contains("10.36.0.1:8080");
            assertThat(files.get("command.txt")).startsWith("run\n--manifests\n");
            assertThat(files.get("plan.txt")).contains("Adopts");
        }
        return files;
    }

    private void withoutTheProgram() throws Exception {
        assertThat(support(false).get("log.txt")).startsWith("not available: kube-ipvs does not run here");
        assertThat(run("connections", "default/web")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(3);
            assertThat(answer.text())
                    .startsWith("kube-ipvs: kube-ipvs does not run here")
                    .hasLineCount(1);
        });
        assertThat(run("connections", VIP).status()).isZero();
        assertThat(run("probe").text()).isEqualTo("1 of 1 addresses work, with all their endpoints\n");
        assertThat(run("top", "-b", "-n", "1").text()).containsPattern("- +TCP 10\\.96\\.0\\.1:80 ");
        assertThat(run("ipvs").text()).isEqualTo(node.run("ipvsadm", "-Ln"));
    }
}
