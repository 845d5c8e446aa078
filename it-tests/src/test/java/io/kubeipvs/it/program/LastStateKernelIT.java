package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.api.Samples;
import io.kubeipvs.daemon.k8s.api.StandInApiServer;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts while the API server is away, with real packets. */
class LastStateKernelIT {
    private static final String SERVICES = "services";
    private static final String SLICES = "endpointslices";
    private static final String WEB = "10.96.0.1";
    private static final String DB = "10.96.0.2";
    private static final int PORT = 8088;

    @TempDir
    private Path folder;

    private Path lastState;
    private KernelNamespace node;
    private Witness witness;
    private StandInApiServer server;
    private Pod p1;
    private Pod p2;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        lastState = folder.resolve("last-state");
        node = KernelNamespace.withLoopback();
        witness = new Witness(node);
        witness.ipvsadm(); // the namespace's net.ipv4.vs exists once the module is loaded
        server = node.call(StandInApiServer::new);
        p1 = new Pod(node, 1, "p1", "10.36.0.1");
        p2 = new Pod(node, 2, "p2", "10.36.0.2");
        client = new Pod(node, 3, "client", "10.36.0.3");
        put("web", WEB, "10.36.0.1");
    }

    @AfterEach
    void tearDown() throws Exception {
        server.close();
        for (Pod pod : new Pod[] {p1, p2, client}) {
            pod.close();
        }
        node.close();
    }

    @Test
    void aRebootedNodeServesItsPodsWithoutTheServer() throws Exception {
        try (Program program = run()) {
            program.awaitLog("first_sync");
            assertThat(ask(WEB)).isEqualTo("p1");
            assertThat(program.terminate()).isZero();
        }
        reboot();
        server.goAway();
        try (Program program = run()) {
            program.awaitLog("last_state_synced");
            assertThat(ask(WEB)).isEqualTo("p1");
            assertThat(witness.pings(WEB)).isTrue();
            String ready = get("10256/readyz");
            assertThat(ready).endsWith(" 503").contains("{\"reason\":\"last_state\",\"cause\":\"", "\"fix\":\"");
            assertThat(get("10256/healthz")).endsWith(" 200").contains("last_state");
            assertThat(get("10249/metrics")).contains("kubeipvs_degraded{reason=\"last_state\"} 1");
            assertThat(get("10249/statusz")).contains("last_state");

            server.remove(SERVICES, "web");
            server.remove(SLICES, "web-a");
            put("db", DB, "10.36.0.2");
            node.call(() -> {
                server.comeBack();
                return null;
            });
            program.awaitLog("first_sync");
            Await.equal(Set.of(DB), witness::vips);
            assertThat(ask(DB)).isEqualTo("p2");
            assertThatThrownBy(() -> ask(WEB)).isInstanceOf(IOException.class);
            assertThat(get("10256/readyz")).endsWith(" 200").doesNotContain("last_state");
            assertThat(program.log()).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void aFullDiskIsAWarningUntilThereIsSpace() throws Exception {
        Files.createDirectory(lastState);
        outside("mount", "-t", "tmpfs", "-o", "size=16k,mode=700", "small", lastState.toString());
        try {
            outside("sh", "-c", "dd if=/dev/zero of=" + lastState + "/filler bs=4k 2>/dev/null || true");
            try (Program program = run()) {
                program.awaitLog("last_state_not_written_will_retry");
                assertThat(program.log()).contains("No space left on device");
                program.awaitLog("first_sync");
                assertThat(ask(WEB)).isEqualTo("p1");
                assertThat(get("10256/readyz")).endsWith(" 200").contains("{\"reason\":\"state_file\"");
                outside("rm", lastState + "/filler");
                program.awaitLog("last_state_written_again");
                assertThat(get("10256/readyz")).doesNotContain("state_file");
                assertThat(program.terminate()).isZero();
            }
            assertThat(lastState.resolve("last-state.json.gz")).isNotEmptyFile();
        } finally {
            outside("umount", lastState.toString());
        }
    }

    @Test
    void withManifestsNothingIsRemembered() throws Exception {
        Manifests manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", WEB, "10.36.0.1"));
        try (Program program = Program.serving(node, manifests.folder(), "--last-state-dir", lastState.toString())) {
            assertThat(program.terminate()).isZero();
            assertThat(program.log()).doesNotContain("last_state");
        }
        assertThat(lastState).doesNotExist();
    }

    private Program run() throws IOException {
        Path kubeconfig = server.writeKubeconfig(folder);
        List<String> arguments = new ArrayList<>(List.of("run", "--kubeconfig", kubeconfig.toString()));
        arguments.addAll(List.of("--last-state-dir", lastState.toString()));
        // A connection that was closed stays in IPVS for two minutes, and a deleted Service keeps its VIP as long.
        arguments.addAll(List.of("--ipvs-drain-timeout", "5s"));
        arguments.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        return Program.start(node, arguments.toArray(String[]::new));
    }

    /** The kernel loses everything that a reboot loses, except the pods' links. */
    private void reboot() {
        node.run("ipvsadm", "-C");
        node.run("ip", "link", "del", "kube-ipvs0");
        node.run("nft", "flush", "ruleset");
        node.run("sh", "-c", "conntrack -F 2>/dev/null || true");
        assertThat(witness.ipvsadm()).isEmpty();
        assertThatThrownBy(() -> ask(WEB)).isInstanceOf(IOException.class);
    }

    private void put(String service, String vip, String endpoint) {
        server.put(SERVICES, Samples.service(service, vip));
        server.put(SLICES, Samples.slice(service + "-a", service, endpoint));
    }

    private String ask(String vip) throws Exception {
        return Pod.askTcp(client.namespace(), vip, PORT);
    }

    /** The body and, after a blank, the status. */
    private String get(String portAndPath) {
        return node.run("curl", "-s", "-w", " %{http_code}", "http://127.0.0.1:" + portAndPath);
    }

    private static void outside(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
