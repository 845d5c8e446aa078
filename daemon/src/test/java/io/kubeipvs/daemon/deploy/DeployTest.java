package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The objects that kustomize applies to a cluster: objects that Kubernetes' types know, that name each other rightly,
 * and a configuration that the program accepts. No API server sees them here, so its own validation beyond types is
 * not shown.
 */
class DeployTest {
    private static final Path KUSTOMIZE = Yaml.DEPLOY.resolve("kustomize");
    private static final Path BASE = KUSTOMIZE.resolve("base");
    private static final Path KUBEADM = KUSTOMIZE.resolve("kubeadm");

    @TempDir
    private Path folder;

    @Test
    void aFieldThatKubernetesDoesNotKnowIsSeen() throws IOException {
        JsonNode wrong = Yaml.documents("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, nmaespace: y}}")
                .get(0);
        assertThatThrownBy(() -> Yaml.typed(wrong)).hasMessageContaining("nmaespace");
        assertThatThrownBy(() -> Yaml.documents("{a: 1, a: 2}")).hasMessageContaining("Duplicate");
    }

    @Test
    void everyFileIsNamedByTheBase() throws IOException {
        JsonNode file = Yaml.documents(BASE.resolve("kustomization.yaml")).get(0);
        try (Stream<Path> files = Files.list(BASE)) {
            assertThat(file.path("resources"))
                    .extracting(JsonNode::asString)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(path -> path.getFileName().toString())
                                    .filter(name -> !name.equals("kustomization.yaml"))
                                    .toList());
        }
    }

    @Test
    void theObjectsAreOfKubernetesTypesAndFitTogether() throws IOException {
        for (String overlay : List.of("base", "kubeadm", "kind", "k3s", "rke2")) {
            Objects.of(Kustomization.build(KUSTOMIZE.resolve(overlay))).check();
        }
    }

    @Test
    void onKubeadmTheConfigMapOfKubeProxyIsUsedAndLeftAlone() throws IOException {
        Objects objects = Objects.of(Kustomization.build(KUBEADM));
        assertThat(objects.all()).noneMatch(ConfigMap.class::isInstance);
        PodSpec pod = objects.pod();
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getConfigMap() != null)
                .singleElement()
                .satisfies(volume -> assertThat(volume.getConfigMap().getName()).isEqualTo("kube-proxy"));
        assertThat(pod.getContainers().get(0).getEnvFrom()).isEmpty();
    }

    @Test
    void theConfigurationIsAcceptedAndEveryKeyActs() throws Exception {
        ConfigFile.Content content = base().configuration(folder);
        assertThat(content.ignored()).isEmpty();
        assertThat(content.config()).isEqualTo(Config.DEFAULT);
    }

    @Test
    void theProgramMayDoWhatItNeedsAndNoMore() throws IOException {
        PodSpec pod = base().pod();
        SecurityContext security = pod.getContainers().get(0).getSecurityContext();
        assertThat(security.getPrivileged()).isNull();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).containsExactly("NET_ADMIN");
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getHostNetwork()).isTrue();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getHostPath() != null)
                .extracting(volume -> volume.getHostPath().getPath())
                .containsExactly("/run/kube-ipvs", "/var/lib/kube-ipvs");
        assertThat(writable(pod.getInitContainers().get(0))).containsExactly("/run/kube-ipvs");
        assertThat(writable(pod.getContainers().get(0))).containsExactly("/run/kube-ipvs", "/var/lib/kube-ipvs");
        assertThat(pod.getInitContainers())
                .singleElement()
                .satisfies(init -> assertThat(init.getCommand())
                        .containsExactly(
                                "kube-ipvs", "run", "--init-only", "--config=/var/lib/kube-proxy/config.conf"));
    }

    private static List<String> writable(Container container) {
        return container.getVolumeMounts().stream()
                .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .map(VolumeMount::getMountPath)
                .toList();
    }

    @Test
    void theProbesAskWhereTheProgramAnswersUnlessReportedOtherwise() throws IOException {
        Container container = base().container();
        HTTPGetAction started = container.getStartupProbe().getHttpGet();
        HTTPGetAction live = container.getLivenessProbe().getHttpGet();
        HTTPGetAction ready = container.getReadinessProbe().getHttpGet();
        assertThat(started.getPath()).isEqualTo("/livez");
        assertThat(live.getPath()).isEqualTo("/livez");
        assertThat(ready.getPath()).isEqualTo("/readyz");
        assertThat(List.of(started, live, ready)).allSatisfy(probe -> {
            assertThat(probe.getHost()).isEqualTo("127.0.0.1");
            assertThat(probe.getPort().getIntVal())
                    .isEqualTo(Config.DEFAULT.serving().healthz().port());
        });
        assertThat(Config.DEFAULT.serving().healthz().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void theProgramNeverSharesANodeWithKubeProxy() throws IOException {
        assertThat(base().pod().getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> {
                    assertThat(term.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
                    assertThat(term.getLabelSelector().getMatchExpressions())
                            .extracting(Object::toString)
                            .anyMatch(text -> text.contains("key=k8s-app, operator=In, values=[kube-proxy]"))
                            .anyMatch(text ->
                                    text.contains("key=app.kubernetes.io/name, operator=NotIn, values=[kube-ipvs]"))
                            .hasSize(2);
                });
    }

    @Test
    void monitoringOfKubeProxyFindsThePods() throws IOException {
        assertThat(base().one(DaemonSet.class)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .containsEntry("k8s-app", "kube-proxy");
        assertThat(base().one(DaemonSet.class).getSpec().getSelector().getMatchLabels())
                .doesNotContainKey("k8s-app");
        assertThat(base().container().getPorts())
                .extracting(port -> port.getName() + " " + port.getContainerPort())
                .containsExactly(
                        "metrics " + Config.DEFAULT.serving().metrics().port(),
                        "healthz " + Config.DEFAULT.serving().healthz().port());
    }

    @Test
    void theOverlaysOfDistributionsHaveTheirAddresses() throws Exception {
        assertThat(apiServer("kind")).isEqualTo("kind-control-plane:6443");
        assertThat(apiServer("k3s")).isEqualTo("127.0.0.1:6444");
        assertThat(apiServer("rke2")).isEqualTo("127.0.0.1:6443");
        Objects kind = Objects.of(Kustomization.build(KUSTOMIZE.resolve("kind")));
        assertThat(kind.containers())
                .allSatisfy(container -> assertThat(container.getImage()).startsWith("docker.io/library/kube-ipvs:"));
        assertThat(pods(kind)).isEqualTo("[10.244.0.0/16]");
        assertThat(pods(Objects.of(Kustomization.build(KUSTOMIZE.resolve("rke2")))))
                .isEqualTo("[10.42.0.0/16]");
    }

    private static String apiServer(String overlay) throws IOException {
        Map<String, String> data =
                Objects.of(Kustomization.build(KUSTOMIZE.resolve(overlay))).data("kube-ipvs-api-server");
        return data.get("KUBERNETES_SERVICE_HOST") + ":" + data.get("KUBERNETES_SERVICE_PORT");
    }

    private String pods(Objects objects) throws IOException {
        ConfigFile.Content content = objects.configuration(folder);
        assertThat(content.ignored()).isEmpty();
        return content.config().settings().externalAddresses().podRanges().toString();
    }

    private static Objects base() throws IOException {
        return Objects.of(Kustomization.build(BASE));
    }
}
