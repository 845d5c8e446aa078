package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
    private static final Path BASE = Yaml.DEPLOY.resolve("kustomize/base");
    private static final Path KUBEADM = Yaml.DEPLOY.resolve("kustomize/kubeadm");

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
        checkObjects(typed(Kustomization.build(BASE)));
        checkObjects(typed(Kustomization.build(KUBEADM)));
    }

    @Test
    void onKubeadmTheConfigMapOfKubeProxyIsUsedAndLeftAlone() throws IOException {
        List<HasMetadata> objects = typed(Kustomization.build(KUBEADM));
        assertThat(objects).noneMatch(ConfigMap.class::isInstance);
        PodSpec pod = pod(objects);
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getConfigMap() != null)
                .singleElement()
                .satisfies(volume -> assertThat(volume.getConfigMap().getName()).isEqualTo("kube-proxy"));
        assertThat(pod.getContainers().get(0).getEnvFrom()).isEmpty();
    }

    @Test
    void theConfigurationIsAcceptedAndEveryKeyActs() throws Exception {
        ConfigFile.Content content = configuration(typed(Kustomization.build(BASE)));
        assertThat(content.ignored()).isEmpty();
        assertThat(content.config()).isEqualTo(Config.DEFAULT);
    }

    @Test
    void theProgramMayDoWhatItNeedsAndNoMore() throws IOException {
        PodSpec pod = pod(typed(Kustomization.build(BASE)));
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
        Container container =
                pod(typed(Kustomization.build(BASE))).getContainers().get(0);
        HTTPGetAction live = container.getLivenessProbe().getHttpGet();
        HTTPGetAction ready = container.getReadinessProbe().getHttpGet();
        assertThat(live.getPath()).isEqualTo("/livez");
        assertThat(ready.getPath()).isEqualTo("/readyz");
        assertThat(List.of(live, ready)).allSatisfy(probe -> {
            assertThat(probe.getHost()).isEqualTo("127.0.0.1");
            assertThat(probe.getPort().getIntVal())
                    .isEqualTo(Config.DEFAULT.serving().healthz().port());
        });
        assertThat(Config.DEFAULT.serving().healthz().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void theChartGivesTheSameObjectsAsKustomize() throws IOException {
        Chart chart = Chart.ours();
        List<JsonNode> rendered = chart.render("apiServer.host=192.0.2.1");
        assertThat(Chart.comparable(rendered)).isEqualTo(Chart.comparable(withApiServer("192.0.2.1")));
        assertThat(configuration(typed(rendered)).ignored()).isEmpty();

        List<JsonNode> kubeadm = chart.render("existingConfigMap=kube-proxy");
        assertThat(Chart.comparable(kubeadm)).isEqualTo(Chart.comparable(Kustomization.build(KUBEADM)));
    }

    @Test
    void theChartsValuesArriveWhereTheyBelong() throws Exception {
        List<HasMetadata> objects = typed(Chart.ours()
                .render(
                        "apiServer.host=192.0.2.1",
                        "image.repository=registry.example/kube-ipvs",
                        "image.tag=v7",
                        "image.pullPolicy=Always",
                        "imagePullSecrets[0]=puller",
                        "extraArgs[0]=--silent-arp-links=eth*",
                        "nodeSelector.proxy=ipvs",
                        "config.ipvs.scheduler=wlc"));
        checkObjects(objects);
        PodSpec pod = pod(objects);
        assertThat(containers(pod)).allSatisfy(container -> {
            assertThat(container.getImage()).isEqualTo("registry.example/kube-ipvs:v7");
            assertThat(container.getImagePullPolicy()).isEqualTo("Always");
        });
        assertThat(pod.getImagePullSecrets())
                .singleElement()
                .satisfies(secret -> assertThat(secret.getName()).isEqualTo("puller"));
        assertThat(pod.getContainers().get(0).getArgs()).containsExactly("--silent-arp-links=eth*");
        assertThat(pod.getNodeSelector()).containsEntry("proxy", "ipvs").containsEntry("kubernetes.io/os", "linux");
        assertThat(configuration(objects).config().settings().scheduler().kernelName())
                .isEqualTo("wlc");
    }

    @Test
    void theInstallCommandOfTheDocumentsRendersAWholeConfiguration() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "operations.md"));
        String command = document.substring(document.indexOf("helm install kube-ipvs"));
        String[] values = Pattern.compile("--set (\\S+)")
                .matcher(command.substring(0, command.indexOf("```")))
                .results()
                .map(match -> match.group(1))
                .toArray(String[]::new);
        List<HasMetadata> objects = typed(Chart.ours().render(values));
        checkObjects(objects);
        assertThat(configuration(objects)
                        .config()
                        .settings()
                        .externalAddresses()
                        .podRanges())
                .hasToString("[10.244.0.0/16]");
    }

    @Test
    void theChartRefusesWrongValues() {
        Chart chart = Chart.ours();
        assertThatThrownBy(() -> chart.render()).hasMessageContaining("apiServer");
        assertThatThrownBy(() -> chart.render("apiServer.host=192.0.2.1", "apiServer.prot=6443"))
                .hasMessageContaining("prot");
        assertThatThrownBy(() -> chart.render("apiServer.host=192.0.2.1", "config.ipvs.scheduler=r r"))
                .hasMessageContaining("scheduler");
        assertThatThrownBy(() -> chart.render("apiServer.host=192.0.2.1", "config.mode=iptables"))
                .hasMessageContaining("mode");
        for (String wrong : List.of(
                "ipvs.shceduler=rr",
                "ipvs.strictARP=yesplease",
                "ipvs.syncPeriod=soon",
                "conntrack.min=-1",
                "nodePortAddresses[0]=10.0.0.0",
                "detectLocalMode=Pods",
                "kind=Other")) {
            assertThatThrownBy(() -> chart.render("apiServer.host=192.0.2.1", "config." + wrong))
                    .as(wrong)
                    .hasMessageContaining(wrong.replaceFirst("[=\\[].*", "").replaceFirst(".*\\.", ""));
        }
    }

    @Test
    void theChartTakesValuesOfEveryKind() throws IOException {
        List<HasMetadata> objects = typed(Chart.ours()
                .render(
                        "apiServer.host=192.0.2.1",
                        "config.ipvs.strictARP=true",
                        "config.ipvs.tcpTimeout=15m",
                        "config.ipvs.excludeCIDRs[0]=10.9.0.0/16",
                        "config.conntrack.min=5",
                        "config.clusterCIDR=10.244.0.0/16",
                        "config.detectLocalMode=",
                        "config.metricsBindAddress=0.0.0.0",
                        "config.nodePortAddresses[0]=primary"));
        Config config = configuration(objects).config();
        assertThat(config.tuning().strictArp()).isTrue();
        assertThat(config.tuning().conntrack().min()).isEqualTo(5);
        assertThat(config.settings().excludedRanges()).hasToString("[10.9.0.0/16]");
    }

    private static List<JsonNode> withApiServer(String host) throws IOException {
        List<JsonNode> objects = Kustomization.build(BASE);
        objects.replaceAll(object -> object.at("/metadata/name").asString().equals("kube-ipvs-api-server")
                ? Yaml.with(object, "data", "KUBERNETES_SERVICE_HOST", host)
                : object);
        return objects;
    }

    private static List<HasMetadata> typed(List<JsonNode> documents) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (JsonNode document : documents) {
            objects.add(Yaml.typed(document));
        }
        return objects;
    }

    private static void checkObjects(List<HasMetadata> objects) {
        DaemonSet daemonSet = one(objects, DaemonSet.class);
        assertThat(daemonSet.getMetadata().getNamespace()).isEqualTo("kube-system");
        assertThat(daemonSet.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(daemonSet.getSpec().getSelector().getMatchLabels())
                .isNotEmpty();
        PodSpec pod = pod(objects);
        ServiceAccount account = one(objects, ServiceAccount.class);
        assertThat(pod.getServiceAccountName()).isEqualTo(account.getMetadata().getName());
        assertThat(pod.getAutomountServiceAccountToken()).isTrue();
        ClusterRoleBinding binding = one(objects, ClusterRoleBinding.class);
        assertThat(binding.getRoleRef().getApiGroup()).isEqualTo("rbac.authorization.k8s.io");
        assertThat(binding.getRoleRef().getKind()).isEqualTo("ClusterRole");
        assertThat(binding.getRoleRef().getName())
                .isEqualTo(one(objects, ClusterRole.class).getMetadata().getName());
        assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
            assertThat(subject.getKind()).isEqualTo("ServiceAccount");
            assertThat(subject.getName()).isEqualTo(account.getMetadata().getName());
            assertThat(subject.getNamespace()).isEqualTo(account.getMetadata().getNamespace());
        });
        containers(pod).forEach(container -> checkContainer(container, pod, objects));
    }

    private static void checkContainer(Container container, PodSpec pod, List<HasMetadata> objects) {
        assertThat(container.getName()).isNotEmpty();
        assertThat(container.getImage()).isNotEmpty();
        assertThat(container.getCommand()).startsWith("kube-ipvs", "run");
        container.getVolumeMounts().forEach(mount -> {
            assertThat(mount.getMountPath()).startsWith("/");
            assertThat(pod.getVolumes()).anyMatch(volume -> volume.getName().equals(mount.getName()));
        });
        List<String> configMaps = objects.stream()
                .filter(ConfigMap.class::isInstance)
                .map(object -> object.getMetadata().getName())
                .toList();
        container
                .getEnvFrom()
                .forEach(from ->
                        assertThat(configMaps).contains(from.getConfigMapRef().getName()));
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }

    private static PodSpec pod(List<HasMetadata> objects) {
        return one(objects, DaemonSet.class).getSpec().getTemplate().getSpec();
    }

    private static <T> T one(List<HasMetadata> objects, Class<T> type) {
        List<T> found =
                objects.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as(type.getSimpleName()).hasSize(1);
        return found.get(0);
    }

    private ConfigFile.Content configuration(List<HasMetadata> objects) throws IOException {
        ConfigMap configMap = objects.stream()
                .filter(object -> object instanceof ConfigMap
                        && object.getMetadata().getName().equals("kube-ipvs"))
                .map(ConfigMap.class::cast)
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(
                folder.resolve("config.conf"), configMap.getData().get("config.conf"));
        try {
            return new ConfigFile(Optional.of(file), Optional.empty(), true).read(Config.DEFAULT);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
