package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Traffic;
import io.kubeipvs.it.support.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * kube-proxy's configuration file is edited while connections are open and requests continue: each edit is in force in the
 * kernel, no connection breaks and no request fails.
 */
class ConfigReloadKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final String HEAD = """
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            clusterCIDR: 10.36.0.0/16
            """;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Conversation> talks = new ArrayList<>();
    private KernelNamespace node;
    private Witness witness;
    private Manifests manifests;
    private Path folder;
    private Path config;
    private Pod p1;
    private Pod p2;
    private Pod client;
    private Program program;
    private Traffic traffic;
    private int swaps;

    @BeforeEach
    void setUp() throws Exception {
        node = opened(KernelNamespace.withLoopback());
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv6.conf.all.forwarding=0");
        node.run("ip", "addr", "add", "192.168.7.1/32", "dev", "lo");
        witness = new Witness(node);
        p1 = opened(new Pod(node, 1, "p1", "10.36.0.1"));
        p2 = opened(new Pod(node, 2, "p2", "10.36.0.2"));
        client = opened(new Pod(node, 3, "client", "10.36.0.3"));
        manifests = Manifests.create();
        manifests.write("web.yaml", web());
        folder = Files.createTempDirectory("config-");
        config = folder.resolve("config.conf");
        swap("ipvs: {scheduler: rr, syncPeriod: 1h}");
        Files.createSymbolicLink(config, Path.of("..data/config.conf"));
        program = opened(Program.serving(node, manifests.folder(), "--config", config.toString()));
        for (int i = 0; i < 2; i++) {
            talks.add(opened(Conversation.open(client.namespace(), VIP, 81)));
        }
        traffic = opened(Traffic.start(client.namespace(), VIP, Set.of("p1", "p2")));
        goesOn();
    }

    @AfterEach
    void tearDown() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void everyEditIsInForceAndNothingBreaks() throws Exception {
        assertThat(sysctl("net.ipv4.ip_forward")).isEqualTo("1");
        assertThat(sysctl("net.ipv6.conf.all.forwarding")).isEqualTo("1");
        bySwap();
        byRename();
        byWriting();
        aWrongEditIsRefusedAsAWhole();
        assertThat(program.log()).doesNotContain("config_needs_restart");
    }

    private void bySwap() throws Exception {
        swap("ipvs: {scheduler: lc, syncPeriod: 1h}");
        kernelHas("-A -t 10.96.0.1:80 -s lc");
        goesOn();

        swap("ipvs: {scheduler: lc, syncPeriod: 1h, tcpTimeout: 15m, tcpFinTimeout: 2m, udpTimeout: 5m}");
        Await.equal(
                "Timeout (tcp tcpfin udp): 900 120 300",
                () -> node.run("ipvsadm", "-L", "--timeout").strip());
        goesOn();
        assertThat(page("configz")).contains("\"tcpTimeout\":\"15m0s\"", "\"scheduler\":\"lc\"");
    }

    private void byRename() throws Exception {
        rename("ipvs: {scheduler: lc, syncPeriod: 1h, strictARP: true}");
        Await.equal(
                "1 2", () -> sysctl("net.ipv4.conf.all.arp_ignore") + " " + sysctl("net.ipv4.conf.all.arp_announce"));
        goesOn();

        assertThat(podsSeeTheClient()).as("conversations with its own address").isEqualTo(2);
        rename("ipvs: {scheduler: lc, syncPeriod: 1h}\niptables: {masqueradeAll: true}");
        Await.equal("0", () -> sysctl("net.ipv4.conf.all.arp_ignore"));
        program.awaitLog("iptables.masqueradeAll=true");
        Await.until(
                "a conversation in which the client is seen with the node's address",
                Duration.ofSeconds(60),
                this::anotherIsMasqueraded,
                () -> node.run("nft", "list", "table", "ip", "kube-proxy"));
        goesOn();
    }

    private void byWriting() throws Exception {
        assertThat(nodePorts()).hasSizeGreaterThan(1);
        write("ipvs: {scheduler: lc, syncPeriod: 1h}\nnodePortAddresses: [192.168.7.0/24]");
        Await.equal(List.of("-A -t 192.168.7.1:30080 -s lc"), this::nodePorts);
        goesOn();

        manifests.write("kept.yaml", Manifests.web("kept", "10.99.0.9", "10.36.0.1"));
        kernelHas("-A -t 10.99.0.9:80 -s lc");
        write("ipvs: {scheduler: lc, syncPeriod: 1h, excludeCIDRs: [10.99.0.0/16]}");
        program.awaitLog("ipvs.excludeCIDRs=10.99.0.0/16");
        manifests.delete("kept.yaml");
        manifests.write("next.yaml", Manifests.web("next", "10.98.0.1", "10.36.0.1"));
        kernelHas("-A -t 10.98.0.1:80 -s lc");
        assertThat(witness.ipvsadm()).contains("-A -t 10.99.0.9:80 -s lc");
        goesOn();

        write("ipvs: {scheduler: lc, syncPeriod: 1s, minSyncPeriod: 10ms}\nlogging: {verbosity: 1}");
        program.awaitLog("ipvs.minSyncPeriod=10ms");
        node.run("ipvsadm", "-D", "-t", "10.98.0.1:80");
        kernelHas("-A -t 10.98.0.1:80 -s lc");
        program.awaitLog("operation op=\"add virtual server TCP 10.98.0.1:80 lc\"");
        Await.until(
                "what is excluded no more to go",
                Duration.ofSeconds(60),
                () -> !witness.ipvsadm().contains("-A -t 10.99.0.9:80 -s lc"),
                witness::ipvsadm);
        goesOn();
    }

    private void aWrongEditIsRefusedAsAWhole() throws Exception {
        rename("ipvs: {scheduler: sed, syncPeriod: 1s}\nconntrack: {min: none}");
        program.awaitLog("config_rejected cause=\"--config " + config + ": conntrack.min: 'none' is not allowed");
        assertThat(page("metrics")).contains("kubeipvs_config_reloads_total{outcome=\"rejected\"} 1.0");
        assertThat(page("configz")).contains("\"scheduler\":\"lc\"");
        assertThat(witness.ipvsadm()).contains("-A -t 10.96.0.1:80 -s lc");
        goesOn();

        rename("ipvs: {scheduler: sed, syncPeriod: 1s}");
        kernelHas("-A -t 10.96.0.1:80 -s sed");
        goesOn();
    }

    /** Open connections continue, and so do requests. */
    private void goesOn() throws Exception {
        for (Conversation talk : talks) {
            assertThat(talk.send("still")).matches("p[12] still");
        }
        int before = traffic.answered();
        Await.until("more requests", Duration.ofSeconds(60), () -> traffic.answered() > before + 3, program::evidence);
    }

    private void kernelHas(String line) throws Exception {
        Await.until(line, Duration.ofSeconds(60), () -> witness.ipvsadm().contains(line), program::evidence);
    }

    private List<String> nodePorts() {
        return witness.ipvsadm().stream()
                .filter(line -> line.startsWith("-A ") && line.contains(":30080 "))
                .toList();
    }

    private boolean anotherIsMasqueraded() throws Exception {
        try (Conversation talk = Conversation.open(client.namespace(), VIP, 81)) {
            assertThat(talk.send("hello")).matches("p[12] hello");
            return podsSeeTheClient() == 2;
        }
    }

    /** How many conversations pods have with the client's own address. */
    private long podsSeeTheClient() {
        return List.of(p1, p2).stream()
                .flatMap(pod -> pod.namespace()
                        .run("ss", "-Htn", "state", "established", "sport = :" + Pod.TALK_PORT)
                        .lines())
                .filter(line -> line.contains("10.36.0.3:") || line.contains("10.36.0.3]:"))
                .count();
    }

    private String sysctl(String key) {
        return node.run("sysctl", "-n", key).strip();
    }

    private String page(String name) {
        return node.run("curl", "-s", "http://127.0.0.1:10249/" + name);
    }

    /** As kubelet changes a mounted ConfigMap. */
    private void swap(String lines) throws IOException {
        Path fresh = Files.createDirectory(folder.resolve("..data_" + ++swaps));
        Files.writeString(fresh.resolve("config.conf"), HEAD + lines + "\n");
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), fresh.getFileName());
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As an editor does it. */
    private void rename(String lines) throws IOException {
        Path fresh = Files.writeString(folder.resolve(".new"), HEAD + lines + "\n");
        Files.move(fresh, config, StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(String lines) throws IOException {
        Files.writeString(config, HEAD + lines + "\n");
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    /** Port 80 answers and port 81 talks; port 80 is a node port too. */
    private static String web() {
        return Manifests.web("web", VIP, "10.36.0.1", "10.36.0.2")
                .replace(
                        "ports: [{port: 80, targetPort: 8080}]",
                        "type: NodePort\n  ports: [{name: ask, port: 80, nodePort: 30080},"
                                + " {name: talk, port: 81, nodePort: 30081}]")
                .replace("ports: [{port: 8080}]", "ports: [{name: ask, port: 8080}, {name: talk, port: 8081}]");
    }
}
