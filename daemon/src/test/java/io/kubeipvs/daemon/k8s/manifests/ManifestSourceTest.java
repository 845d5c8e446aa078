package io.kubeipvs.daemon.k8s.manifests;

import static io.kubeipvs.daemon.k8s.manifests.ManifestHarness.NEVER;
import static io.kubeipvs.daemon.k8s.manifests.ManifestHarness.OFTEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.files.FolderWatch;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.work.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSourceTest {
    private static final String WEB_SLICE =
            "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-1,"
                    + " labels: {kubernetes.io/service-name: web}}, addressType: IPv4,"
                    + " endpoints: [{addresses: [10.1.0.1]}], ports: [{name: '', port: 8080}]}";
    private static final String MYSQL =
            "{apiVersion: v1, kind: Service, metadata: {name: mysql}, spec: {clusterIP: 10.96.0.9, ports: [{port: 3306}]}}";
    private static final String MYSQL_ENDPOINTS = "{apiVersion: v1, kind: Endpoints, metadata: {name: mysql},"
            + " subsets: [{addresses: [{ip: 10.15.9.211}], ports: [{port: 3306}]}]}";
    private static final String MYSQL_SERVED = "default/mysql [10.96.0.9] [:3306/TCP] -> [:10.15.9.211:3306/TCP]";

    @TempDir
    Path folder;

    private ManifestHarness source;

    private void start(Duration rescan) throws Exception {
        source = new ManifestHarness(folder, rescan);
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    private static String service(String name, String ip, int port) {
        return "{apiVersion: v1, kind: Service, metadata: {name: " + name + "}, spec: {clusterIP: " + ip
                + ", ports: [{port: " + port + "}]}}";
    }

    private static String line(String name, String ip, int port) {
        return "default/" + name + " [" + ip + "] [:" + port + "/TCP] -> []";
    }

    private Path write(String name, String... documents) throws Exception {
        return Files.writeString(folder.resolve(name), String.join("\n---\n", documents) + "\n");
    }

    private void serves(String... lines) throws Exception {
        Await.until(() -> assertThat(source.served()).containsExactly(lines));
    }

    private void rejects(Map<String, String> problems) throws Exception {
        Await.until(() -> assertThat(source.rejected()).isEqualTo(problems));
    }

    @Test
    void servesWhatKubectlPrints() throws Exception {
        try (var in = getClass().getResourceAsStream("/manifests/kubectl-get.yaml")) {
            Files.copy(in, folder.resolve("all.yaml"));
        }
        start(NEVER);
        serves(
                "default/kubernetes [10.96.0.1] [https:443/TCP] -> [https:192.168.10.5:6443/TCP]",
                "default/service-test [10.101.90.210, fd00:10:96::90] [http:8088/TCP, dns:53/UDP] ->"
                        + " [dns:10.36.0.0:5353/UDP, dns:10.36.0.1:5353/UDP not ready, dns:fd00:36::1:5353/UDP,"
                        + " http:10.36.0.0:8080/TCP, http:10.36.0.1:8080/TCP not ready, http:fd00:36::1:8080/TCP]");
        rejects(Map.of());
    }

    @Test
    void servesAManualEndpointsObjectOfAServiceWithoutSelector() throws Exception {
        write(
                "mysql.yaml",
                "apiVersion: v1\nkind: Service\nmetadata:\n  name: mysql\nspec:\n  clusterIP: 10.96.0.9\n"
                        + "  ports:\n  - protocol: TCP\n    port: 3306\n    targetPort: 3306",
                "apiVersion: v1\nkind: Endpoints\nmetadata:\n  name: mysql\nsubsets:\n- addresses:\n"
                        + "  - ip: 10.15.9.211\n  ports:\n  - port: 3306");
        start(NEVER);
        serves(MYSQL_SERVED);
    }

    @Test
    void endpointsCountWhenTheirServiceAppearsAndNoLongerWhenItGoes() throws Exception {
        write("endpoints.yaml", MYSQL_ENDPOINTS);
        start(NEVER);
        serves();
        write("service.yaml", MYSQL);
        serves(MYSQL_SERVED);
        Files.delete(folder.resolve("endpoints.yaml"));
        serves(line("mysql", "10.96.0.9", 3306));
        write("endpoints.yaml", MYSQL_ENDPOINTS);
        serves(MYSQL_SERVED);
        Files.delete(folder.resolve("service.yaml"));
        serves();
    }

    @Test
    void endpointsOfAServiceWithSelectorDoNotCountAndTheLogStatesSoOnce() throws Exception {
        String selected = MYSQL.replace("spec: {", "spec: {selector: {app: mysql}, ");
        try (CapturedLog log = new CapturedLog()) {
            write("a.yaml", selected, MYSQL_ENDPOINTS);
            start(NEVER);
            serves(line("mysql", "10.96.0.9", 3306));
            write("b.yaml", service("other", "10.96.0.2", 80));
            serves(line("mysql", "10.96.0.9", 3306), line("other", "10.96.0.2", 80));
            Await.until(() -> assertThat(log.lines("endpoints_unused"))
                    .singleElement()
                    .asString()
                    .endsWith("endpoints_unused object=default/mysql cause=\"its Service has spec.selector\""
                            + " fix=\"remove the selector, or write an EndpointSlice with label"
                            + " kubernetes.io/service-name: mysql\""));
        }
        write("a.yaml", MYSQL, MYSQL_ENDPOINTS);
        serves(MYSQL_SERVED, line("other", "10.96.0.2", 80));
    }

    @Test
    void headlessExternalNameAndOtherProxiesServicesNeedNoClusterIp() throws Exception {
        write(
                "a.yaml",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: None, ports: [{port: 80}]}}",
                "{apiVersion: v1, kind: Service, metadata: {name: b}, spec: {type: ExternalName, externalName: x.org}}",
                "{apiVersion: v1, kind: Service, metadata: {name: c,"
                        + " labels: {service.kubernetes.io/service-proxy-name: other}}, spec: {ports: [{port: 80}]}}",
                "{apiVersion: v1, kind: Service, metadata: {name: d}, spec: {ports: [{port: 80}]}}");
        start(NEVER);
        serves();
        rejects(Map.of(
                "Service default/d",
                "a.yaml: spec.clusterIP null: must be an IPv4 or IPv6 address, or None for a headless Service,"
                        + " in the manifest itself: no API server assigns one"));
    }

    @Test
    void followsRewritesRenamesAndDeletions() throws Exception {
        start(NEVER);
        write("a.yaml", service("web", "10.96.0.1", 80), WEB_SLICE);
        serves("default/web [10.96.0.1] [:80/TCP] -> [:10.1.0.1:8080/TCP]");
        write("a.yaml", service("web", "10.96.0.1", 81), WEB_SLICE);
        serves("default/web [10.96.0.1] [:81/TCP] -> [:10.1.0.1:8080/TCP]");
        Files.move(write(".new", WEB_SLICE), folder.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
        serves();
        write("b.yaml", service("web", "10.96.0.1", 82));
        serves("default/web [10.96.0.1] [:82/TCP] -> [:10.1.0.1:8080/TCP]");
        Files.delete(folder.resolve("a.yaml"));
        serves(line("web", "10.96.0.1", 82));
    }

    @Test
    void aRenamedFileChangesNothing() throws Exception {
        write("a.yaml", service("web", "10.96.0.1", 80));
        start(NEVER);
        serves(line("web", "10.96.0.1", 80));
        Files.move(folder.resolve("a.yaml"), folder.resolve("b.yaml"), StandardCopyOption.ATOMIC_MOVE);
        write("z.yaml", service("zed", "10.96.0.26", 80));
        Await.until(() -> {
            var dirty = source.tracker.takeDirty();
            assertThat(dirty).extracting(view -> view.name().name()).containsExactly("zed");
        });
    }

    @Test
    void followsAConfigMapsLinkSwap() throws Exception {
        Files.createDirectory(folder.resolve("..1"));
        Files.createDirectory(folder.resolve("..2"));
        write("..1/a.yaml", service("web", "10.96.0.1", 80));
        write("..2/a.yaml", service("web", "10.96.0.1", 81));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data", "a.yaml"));
        start(NEVER);
        serves(line("web", "10.96.0.1", 80));
        Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
        Files.move(folder.resolve("..tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        serves(line("web", "10.96.0.1", 81));
    }

    @Test
    void aBadObjectStaysAsItWasUntilFixedOrGoneAndTheOthersGoOn() throws Exception {
        write("a.yaml", service("bad", "10.96.0.1", 80), service("good", "10.96.0.2", 80));
        start(NEVER);
        serves(line("bad", "10.96.0.1", 80), line("good", "10.96.0.2", 80));
        write("a.yaml", service("bad", "10.96.0.1", 70000), service("good", "10.96.0.2", 81));
        serves(line("bad", "10.96.0.1", 80), line("good", "10.96.0.2", 81));
        rejects(Map.of("Service default/bad", "a.yaml: spec.ports[0].port 70000: must be in 1-65535"));
        write("a.yaml", service("bad", "10.96.0.1", 82), service("good", "10.96.0.2", 81));
        serves(line("bad", "10.96.0.1", 82), line("good", "10.96.0.2", 81));
        rejects(Map.of());
        write("a.yaml", service("bad", "10.96.0.1", 0), service("good", "10.96.0.2", 81));
        rejects(Map.of("Service default/bad", "a.yaml: spec.ports[0].port 0: must be in 1-65535"));
        write("a.yaml", service("good", "10.96.0.2", 81));
        serves(line("good", "10.96.0.2", 81));
        rejects(Map.of());
        assertThat(source.reports())
                .containsExactly(
                        "reject Service default/bad",
                        "clear Service default/bad",
                        "reject Service default/bad",
                        "clear Service default/bad");
    }

    @Test
    void aFileWithASyntaxErrorHoldsWhatItHeldUntilFixedOrGone() throws Exception {
        Path file = write("web.yaml", service("web", "10.96.0.1", 80));
        write("z.yaml", service("zed", "10.96.0.26", 80));
        start(NEVER);
        Files.writeString(file, "kind: Service\nspec: {ports: [}\n");
        Map<String, String> problem =
                Map.of("manifest web.yaml", "line 2, column 16: expected the node content, but found '}'");
        rejects(problem);
        write("z.yaml", service("zed", "10.96.0.26", 81));
        serves(line("web", "10.96.0.1", 80), line("zed", "10.96.0.26", 81));
        write("web.yaml", service("web", "10.96.0.1", 82));
        serves(line("web", "10.96.0.1", 82), line("zed", "10.96.0.26", 81));
        rejects(Map.of());
        Files.writeString(file, "kind: Service\nspec: {ports: [}\n");
        rejects(problem);
        Files.delete(file);
        serves(line("zed", "10.96.0.26", 81));
        rejects(Map.of());
        assertThat(source.reports())
                .as("logged once, whatever else is read meanwhile")
                .containsExactly(
                        "reject manifest web.yaml",
                        "clear manifest web.yaml",
                        "reject manifest web.yaml",
                        "clear manifest web.yaml");
    }

    @Test
    void ofAnObjectInTwoFilesTheFirstCounts() throws Exception {
        write("b.yaml", service("web", "10.96.0.2", 80));
        start(NEVER);
        serves(line("web", "10.96.0.2", 80));
        write("a.yaml", service("web", "10.96.0.1", 80));
        serves(line("web", "10.96.0.1", 80));
        rejects(Map.of("Service default/web", "b.yaml: is already in a.yaml, which counts: must be in one file"));
        Files.delete(folder.resolve("a.yaml"));
        serves(line("web", "10.96.0.2", 80));
        rejects(Map.of());
    }

    @Test
    void aFolderThatVanishesLeavesEverythingInForceAndIsNoticedWhenItIsBack() throws Exception {
        Path parent = folder;
        folder = Files.createDirectory(parent.resolve("in"));
        write("a.yaml", service("web", "10.96.0.1", 80));
        try (CapturedLog log = new CapturedLog()) {
            start(OFTEN);
            serves(line("web", "10.96.0.1", 80));
            Files.move(folder, parent.resolve("out"));
            Await.until(() -> assertThat(log.lines("manifest_folder_unreadable"))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .endsWith("manifest_folder_unreadable folder=" + folder
                            + " cause=\"it does not exist\" effect=\"what was last read stays in force\""));
            rescansPass(10);
            serves(line("web", "10.96.0.1", 80));
            Path next = Files.createDirectory(parent.resolve("next"));
            Files.writeString(next.resolve("a.yaml"), service("web", "10.96.0.1", 81));
            Files.move(next, folder);
            serves(line("web", "10.96.0.1", 81));
            assertThat(log.lines("manifest_folder_back folder=" + folder)).hasSize(1);
            assertThat(log.lines("manifest_folder_unreadable")).hasSize(1);
        }
    }

    /** As many looks of another watch with the same pace, so that the source had the chance of several too. */
    private void rescansPass(int count) throws Exception {
        AtomicInteger looks = new AtomicInteger();
        try (FolderWatch pace = new FolderWatch(folder, OFTEN, looks::incrementAndGet)) {
            pace.start(Workers.unobserved());
            Await.until(() -> assertThat(looks.get()).isGreaterThanOrEqualTo(count));
        }
    }

    @Test
    void anEmptyFolderIsAllThereIs() throws Exception {
        start(NEVER);
        assertThat(source.tracker.isComplete()).isTrue();
        serves();
    }

    @Test
    void aFolderThatIsNoneIsRefusedInOneLine() throws Exception {
        Path missing = folder.resolve("missing");
        Path file = Files.writeString(folder.resolve("file"), "");
        String allowed = "; must be a readable folder of *.yaml, *.yml or *.json files";
        assertThatThrownBy(() -> open(missing))
                .isInstanceOf(SourceException.class)
                .hasMessage("--manifests " + missing + ": does not exist" + allowed);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(SourceException.class)
                .hasMessage("--manifests " + file + ": is not a folder" + allowed);
    }

    private static void open(Path path) throws SourceException {
        new ManifestSource(
                        path,
                        new Receivers(new ChangeTracker(() -> {}), new ThisNode("n1", v -> {})),
                        new Rejections() {
                            @Override
                            public void reject(String kind, String where, String problem) {}

                            @Override
                            public void refuse(String kind, String where, List<String> problems) {}

                            @Override
                            public void clear(String kind, String where) {}
                        })
                .close();
    }

    @Test
    void isCompleteOnlyWhenTheFolderWasRead() throws Exception {
        write("a.yaml", service("web", "10.96.0.1", 80));
        start(NEVER);
        assertThat(source.served()).isEqualTo(Arrays.asList(line("web", "10.96.0.1", 80)));
    }
}
