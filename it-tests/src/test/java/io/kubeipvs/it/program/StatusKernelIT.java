package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that look inside, on the real kernel: with a running kube-ipvs, and after its death. */
class StatusKernelIT {
    private KernelNamespace namespace;
    private Manifests manifests;

    /** The answer of a command. */
    private record Run(int status, String out) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The lines with one space between words. */
        List<String> lines() {
            return out.lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
        }
    }

    @BeforeEach
    void setUp() throws Exception {
        namespace = KernelNamespace.withLoopback();
        manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1", "10.36.0.2"));
        manifests.write("queue.yaml", Manifests.web("queue", "10.96.0.2"));
        manifests.write(
                "legacy.yaml",
                Manifests.web("legacy", "10.96.0.3", "10.36.0.3")
                        .replace("  ports: [{port: 80", "  externalIPs: [\"127.0.0.9\"]\n  ports: [{port: 80"));
    }

    @AfterEach
    void tearDown() {
        namespace.close();
    }

    private Run kubeIpvs(String... arguments) {
        long begin = System.nanoTime();
        String text = namespace.run(
                "sh", "-c", Program.LAUNCHER + " " + String.join(" ", arguments) + " 2>&1; printf 'status=%s' $?");
        System.out.println("kube-ipvs " + String.join(" ", arguments) + ": " + (System.nanoTime() - begin) / 1_000_000
                + " ms\n" + text);
        int end = text.lastIndexOf("status=");
        return new Run(Integer.parseInt(text.substring(end + 7).strip()), text.substring(0, end));
    }

    @Test
    void theStateIsShownWhileItRunsAndAfterItsDeath() throws Exception {
        namespace.run("ipvsadm", "-A", "-t", "192.0.2.1:6443", "-s", "wlc"); // another program's
        try (Program program = Program.serving(namespace, manifests.folder(), "--ipvs-scheduler=lc")) {
            showsTheStatus();
            showsTheServices();
            program.kill();
            showsItsDeath();
        }
    }

    /** Whether docs/commands.md shows these lines, with any numbers. */
    private static void isDocumented(Stream<String> lines) throws IOException {
        List<String> document = Files.readAllLines(Path.of("..", "docs", "commands.md")).stream()
                .map(StatusKernelIT::withoutNumbers)
                .toList();
        assertThat(document)
                .containsAll(lines.map(StatusKernelIT::withoutNumbers).toList());
    }

    private static String withoutNumbers(String line) {
        return line.replaceAll("[0-9][0-9a-z]*", "N")
                .replaceAll("\\bNs?\\b", "N")
                .strip();
    }

    private void showsTheStatus() throws IOException {
        Run text = kubeIpvs("status");
        assertThat(text.lines())
                .first()
                .asString()
                .startsWith("kube-ipvs ")
                .contains(" node ")
                .contains(" Linux ")
                .endsWith(text.status() == 0 ? "HEALTHY" : "DEGRADED");
        assertThat(text.lines())
                .contains(
                        "Services from " + manifests.folder(),
                        "Kernel 4 virtual servers 3 real servers 3 VIPs scheduler lc",
                        "Draining 0 real servers",
                        "Operations none failed",
                        "Addresses 1 not served",
                        "default/legacy: spec.externalIPs 127.0.0.9: is a loopback address; it is not served",
                        "Others 1 virtual server of other programs: TCP 192.0.2.1:6443")
                .anyMatch(line -> line.matches("Config in force for [0-9a-z]+"))
                .anyMatch(line -> line.matches("Sync complete [0-9a-z]+ ago, [0-9]+ operations? in [0-9]+ ms"));

        // The first line and the source have names of this machine, the audit may not be over, and problems are those
        // of the guest.
        isDocumented(text.out()
                .lines()
                .skip(1)
                .filter(line -> !line.matches(".*(Services from|Audit|Waiting|PROBLEM|fix: |problem).*")));

        JsonNode json = kubeIpvs("status", "-o", "json").json();
        assertThat(json.at("/ready").asBoolean()).isTrue();
        assertThat(json.at("/sync/services/done").asInt()).isEqualTo(3);
        assertThat(json.at("/kernel/overview/foreign/0").asString()).isEqualTo("TCP 192.0.2.1:6443");
        assertThat(json.at("/program/memory/resident").asLong()).isPositive();
        assertThat(json.at("/state").asString()).isEqualTo(text.status() == 0 ? "HEALTHY" : "DEGRADED");
    }

    private void showsTheServices() throws IOException {
        Run text = kubeIpvs("services");
        isDocumented(text.out().lines());
        assertThat(text.lines())
                .containsExactly(
                        "NAMESPACE NAME ADDRESS PORT TYPE SCHED READY DRAIN CONN CPS NOTE",
                        "- - 192.0.2.1 6443/TCP - wlc 0/0 - 0 0 no Service wants it",
                        "default legacy 127.0.0.9 - - - - - - - REFUSED loopback: spec.externalIPs 127.0.0.9: is a"
                                + " loopback address; it is not served",
                        "default legacy 10.96.0.3 80/TCP ClusterIP lc 1/1 - 0 0",
                        "default queue 10.96.0.2 80/TCP ClusterIP lc 0/0 - 0 0 no endpoint: refuses connections",
                        "default web 10.96.0.1 80/TCP ClusterIP lc 2/2 - 0 0");

        Run json = kubeIpvs("svc", "default/web", "-o", "json");
        assertThat(json.status()).isZero();
        assertThat(json.json().at("/running").asBoolean()).isTrue();
        assertThat(json.json().at("/services").size()).isEqualTo(1);
        JsonNode web = json.json().at("/services/0");
        assertThat(web.at("/address").asString()).isEqualTo("10.96.0.1");
        assertThat(web.at("/servers/ready").asInt()).isEqualTo(2);
        assertThat(web.at("/realServers/0/weight").asInt()).isEqualTo(1);
    }

    private void showsItsDeath() {
        Run status = kubeIpvs("status");
        assertThat(status.status()).isEqualTo(3);
        assertThat(status.out()).startsWith("kube-ipvs does not run here: no program listens at the socket in ");

        Run services = kubeIpvs("services", "10.96.0.1");
        assertThat(services.status()).isEqualTo(3);
        assertThat(services.lines())
                .startsWith(status.lines().get(0), "This is the kernel's state.")
                .contains("- - 10.96.0.1 80/TCP - lc 2/2 - 0 0", "10.36.0.1:8080 1 0 0 0 0 0");
    }
}
