package io.kubeipvs.it.program;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.error;
import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.api.OpenWatch;
import io.kubeipvs.daemon.k8s.api.Samples;
import io.kubeipvs.daemon.k8s.api.StandInApiServer;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From an API server to the real kernel: the packaged program, with a server on the wire that comes and goes. */
class ApiKernelIT {
    private static final String SERVICES = "services";
    private static final String SLICES = "endpointslices";

    @TempDir
    private Path folder;

    private KernelNamespace namespace;
    private Witness witness;
    private StandInApiServer server;

    @BeforeEach
    void setUp() throws Exception {
        namespace = KernelNamespace.withLoopback();
        witness = new Witness(namespace);
        server = namespace.call(StandInApiServer::new);
    }

    @AfterEach
    void tearDown() throws IOException {
        server.close();
        namespace.close();
    }

    @Test
    void programsWhatTheServerHasAndFollowsItThroughItsAbsence() throws Exception {
        put("web", "10.96.0.1", "10.36.0.1");
        put("db", "10.96.0.2", "10.36.0.2");
        put("six", "fd00:96::6", "fd00:36::6");
        try (Program program = run("--ipvs-sync-period", "1s")) {
            program.awaitLog("first_sync");
            serves("10.96.0.1 10.36.0.1", "10.96.0.2 10.36.0.2", "[fd00:96::6] [fd00:36::6]");
            assertThat(witness.vips()).containsExactly("10.96.0.1", "10.96.0.2", "fd00:96::6");

            OpenWatch services = server.watch(SERVICES);
            OpenWatch slices = server.watch(SLICES);
            slices.send(event("MODIFIED", slice("web", "10.36.0.1", "10.36.0.11")));
            serves("10.96.0.1 10.36.0.1 10.36.0.11", "10.96.0.2 10.36.0.2", "[fd00:96::6] [fd00:36::6]");
            services.send(event("DELETED", server.remove(SERVICES, "db")));
            serves("10.96.0.1 10.36.0.1 10.36.0.11", "[fd00:96::6] [fd00:36::6]");
            Await.equal(Set.of("10.96.0.1", "fd00:96::6"), witness::vips);

            server.remove(SERVICES, "six");
            services.send(error(410, "too old resource version"));
            serves("10.96.0.1 10.36.0.1 10.36.0.11");
            Await.equal(Set.of("10.96.0.1"), witness::vips);
            server.watch(SERVICES);

            staysThroughAnAbsenceOf(program);
        }
    }

    private void staysThroughAnAbsenceOf(Program program) throws Exception {
        Set<String> before = witness.ipvsadm();
        server.goAway();
        program.awaitLog("api_server_failing");
        assertThat(witness.ipvsadm()).isEqualTo(before);
        assertThat(witness.vips()).containsExactly("10.96.0.1");
        // The last list stays wanted, and not merely in the kernel.
        namespace.run("ipvsadm", "-D", "-t", "10.96.0.1:8088");
        Await.equal(before, witness::ipvsadm);

        JsonNode missed = slice("web", "10.36.0.12");
        comeBack();
        server.watch(SLICES).send(event("MODIFIED", missed));
        serves("10.96.0.1 10.36.0.12");
        program.awaitLog("api_server_answers");
        assertThat(troubles(program))
                .singleElement()
                .asString()
                .contains("api_server_failing server=" + server.url() + " cause=\"connection refused\"");
    }

    @Test
    void aServerThatIsAwayAtStartIsWaitedForAndTheKernelStaysAsItWas() throws Exception {
        leftByAnEarlierRun("10.96.0.1", "10.36.0.1");
        leftByAnEarlierRun("10.96.0.9", "10.36.0.9");
        Set<String> before = witness.ipvsadm();
        put("web", "10.96.0.1", "10.36.0.1", "10.36.0.2");
        server.goAway();
        try (Program program = run("--ipvs-sync-period", "1s")) {
            program.awaitLog("api_server_failing");
            assertThat(program.isAlive()).isTrue();
            assertThat(witness.ipvsadm()).isEqualTo(before);
            assertThat(witness.vips()).containsExactly("10.96.0.1", "10.96.0.9");
            assertThat(program.log()).doesNotContain("first_sync");

            comeBack();
            program.awaitLog("first_sync");
            serves("10.96.0.1 10.36.0.1 10.36.0.2");
            assertThat(witness.vips()).containsExactly("10.96.0.1");
            assertThat(troubles(program))
                    .singleElement()
                    .asString()
                    .contains("api_server_failing server=" + server.url() + " cause=\"connection refused\"");
        }
    }

    @Test
    void aKubeconfigThatIsMissingIsNamedInOneLine() {
        String output = namespace.run(
                "sh", "-c", Program.LAUNCHER + " run --kubeconfig /no/such/kubeconfig 2>&1; echo status=$?");
        assertThat(output.lines())
                .containsExactly("kube-ipvs: --kubeconfig /no/such/kubeconfig: no such file", "status=1");
    }

    private Program run(String... more) throws IOException {
        Path kubeconfig = server.writeKubeconfig(folder);
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--kubeconfig",
                kubeconfig.toString(),
                "--last-state-dir",
                folder.resolve("last-state").toString()));
        arguments.addAll(List.of(more));
        return Program.start(namespace, arguments.toArray(String[]::new));
    }

    private void comeBack() throws Exception {
        namespace.call(() -> {
            server.comeBack();
            return null;
        });
    }

    private void put(String service, String vip, String... endpoints) {
        server.put(SERVICES, Samples.service(service, vip));
        slice(service, endpoints);
    }

    private JsonNode slice(String service, String... endpoints) {
        return server.put(SLICES, Samples.slice(service + "-a", service, endpoints));
    }

    private void leftByAnEarlierRun(String vip, String endpoint) {
        namespace.run("sh", "-c", "ip link add kube-ipvs0 type dummy 2>/dev/null || true");
        namespace.run("ip", "addr", "add", vip + "/32", "dev", "kube-ipvs0");
        namespace.run("ipvsadm", "-A", "-t", vip + ":8088", "-s", "rr");
        namespace.run("ipvsadm", "-a", "-t", vip + ":8088", "-r", endpoint + ":8080", "-m", "-w", "1");
    }

    /** Waits until the kernel has these virtual servers, each as "VIP endpoint ...", and no others. */
    private void serves(String... virtualServers) throws Exception {
        Set<String> lines = new TreeSet<>();
        for (String virtualServer : virtualServers) {
            String[] addresses = virtualServer.split(" ");
            lines.add("-A -t " + addresses[0] + ":8088 -s rr");
            for (int i = 1; i < addresses.length; i++) {
                lines.add("-a -t " + addresses[0] + ":8088 -r " + addresses[i] + ":8080 -m -w 1");
            }
        }
        Await.equal(lines, witness::ipvsadm);
    }

    /** The log's lines of problems; a stack trace would be in it. */
    private static List<String> troubles(Program program) throws IOException {
        return program.log().lines().filter(line -> !line.contains(" INFO ")).toList();
    }
}
