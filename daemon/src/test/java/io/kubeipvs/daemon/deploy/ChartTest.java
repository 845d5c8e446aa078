package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.kubeipvs.daemon.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The chart gives the objects of the kustomize base, takes the usual values, and refuses wrong ones. */
class ChartTest {
    private static final String HOST = "apiServer.host=192.0.2.1";
    private static final Path KUSTOMIZE = Yaml.DEPLOY.resolve("kustomize");

    @TempDir
    private Path folder;

    private final Chart chart = Chart.ours();

    @Test
    void helmFindsNothingToImprove() {
        assertThat(chart.lint()).isEmpty();
    }

    @Test
    void theObjectsAreThoseOfKustomize() throws IOException {
        List<JsonNode> rendered = chart.render(HOST);
        List<JsonNode> base = Kustomization.build(KUSTOMIZE.resolve("base"));
        base.replaceAll(object -> object.at("/metadata/name").asString().equals("kube-ipvs-api-server")
                ? Yaml.with(object, "data", "KUBERNETES_SERVICE_HOST", "192.0.2.1")
                : object);
        assertThat(Chart.comparable(rendered)).isEqualTo(Chart.comparable(base));
        assertThat(Objects.of(rendered).configuration(folder).ignored()).isEmpty();

        assertThat(Chart.comparable(chart.render("existingConfigMap=kube-proxy")))
                .isEqualTo(Chart.comparable(Kustomization.build(KUSTOMIZE.resolve("kubeadm"))));
    }

    @Test
    void valuesOfThePodArriveWhereTheyBelong() throws IOException {
        Objects objects = Objects.of(chart.render(
                HOST,
                "image.repository=registry.example/kube-ipvs",
                "image.tag=v7",
                "image.pullPolicy=Always",
                "imagePullSecrets[0].name=puller",
                "extraArgs[0]=--silent-arp-links=eth*",
                "extraEnv[0].name=JAVA_TOOL_OPTIONS",
                "extraEnv[0].value=-Xlog:gc",
                "extraVolumes[0].name=more",
                "extraVolumeMounts[0].name=more",
                "extraVolumeMounts[0].mountPath=/more",
                "nodeSelector.proxy=ipvs",
                "podLabels.team=network",
                "podAnnotations.owner=me",
                "priorityClassName=mine",
                "updateStrategy.rollingUpdate.maxUnavailable=3"));
        objects.check();
        PodSpec pod = objects.pod();
        assertThat(objects.containers()).allSatisfy(container -> {
            assertThat(container.getImage()).isEqualTo("registry.example/kube-ipvs:v7");
            assertThat(container.getImagePullPolicy()).isEqualTo("Always");
            assertThat(container.getArgs()).containsExactly("--silent-arp-links=eth*");
            assertThat(container.getEnv()).anyMatch(env -> "-Xlog:gc".equals(env.getValue()));
        });
        assertThat(pod.getImagePullSecrets())
                .singleElement()
                .satisfies(secret -> assertThat(secret.getName()).isEqualTo("puller"));
        assertThat(objects.container().getVolumeMounts())
                .anyMatch(mount -> mount.getMountPath().equals("/more"));
        assertThat(pod.getNodeSelector()).containsEntry("proxy", "ipvs").containsEntry("kubernetes.io/os", "linux");
        assertThat(pod.getPriorityClassName()).isEqualTo("mine");
        DaemonSet daemonSet = objects.one(DaemonSet.class);
        assertThat(daemonSet.getSpec().getTemplate().getMetadata().getLabels()).containsEntry("team", "network");
        assertThat(daemonSet.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("owner", "me");
        assertThat(daemonSet
                        .getSpec()
                        .getUpdateStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getIntVal())
                .isEqualTo(3);
    }

    @Test
    void anImageCanBeNamedByItsDigest() throws IOException {
        String digest = "sha256:" + "0a".repeat(32);
        assertThat(Objects.of(chart.render(HOST, "image.digest=" + digest)).containers())
                .allSatisfy(container -> assertThat(container.getImage()).isEqualTo(Chart.IMAGE + "@" + digest));
    }

    @Test
    void labelsAreThoseOfEveryChart() throws IOException {
        DaemonSet daemonSet = Objects.of(chart.render(HOST)).one(DaemonSet.class);
        assertThat(daemonSet.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/name", "kube-ipvs")
                .containsEntry("app.kubernetes.io/instance", "kube-ipvs")
                .containsEntry("app.kubernetes.io/managed-by", "Helm")
                .containsKeys("app.kubernetes.io/version", "helm.sh/chart");
        assertThat(Objects.of(chart.render(HOST, "kubeProxyLabel=false"))
                        .one(DaemonSet.class)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .doesNotContainKey("k8s-app");
        Objects named = Objects.of(chart.render(HOST, "fullnameOverride=proxy", "serviceAccount.name=account"));
        named.check();
        assertThat(named.all())
                .extracting(object -> object.getMetadata().getName())
                .containsOnly("proxy", "proxy-api-server", "account");
    }

    @Test
    void anAffinityOfTheUserIsAdded() throws IOException {
        String mine = "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey=zone";
        assertThat(antiAffinities(HOST, mine)).containsExactly("zone", "kubernetes.io/hostname");
        assertThat(antiAffinities(HOST, mine, "keepApartFromKubeProxy=false")).containsExactly("zone");
        assertThat(Objects.of(chart.render(HOST, "keepApartFromKubeProxy=false"))
                        .pod()
                        .getAffinity())
                .isNull();
    }

    private List<String> antiAffinities(String... values) throws IOException {
        return Objects.of(chart.render(values))
                .pod()
                .getAffinity()
                .getPodAntiAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .stream()
                .map(term -> term.getTopologyKey())
                .toList();
    }

    @Test
    void portsAndProbesFollowTheConfiguration() throws IOException {
        Objects objects = Objects.of(
                chart.render(HOST, "config.metricsBindAddress=0.0.0.0:7001", "config.healthzBindAddress=0.0.0.0:7002"));
        assertThat(objects.container().getPorts())
                .extracting(ContainerPort::getContainerPort)
                .containsExactly(7001, 7002);
        assertThat(objects.container()
                        .getReadinessProbe()
                        .getHttpGet()
                        .getPort()
                        .getIntVal())
                .isEqualTo(7002);
        assertThat(Objects.of(chart.render(HOST, "startupProbe.failureThreshold=9"))
                        .container()
                        .getStartupProbe()
                        .getFailureThreshold())
                .isEqualTo(9);
    }

    @Test
    void accountAndRoleMayExistAlready() throws IOException {
        List<JsonNode> objects = chart.render(HOST, "serviceAccount.create=false", "rbac.create=false");
        assertThat(objects)
                .extracting(object -> object.path("kind").asString())
                .containsExactlyInAnyOrder("ConfigMap", "ConfigMap", "DaemonSet");
    }

    @Test
    void bothConfigurationFilesCanBeSet() throws Exception {
        Objects objects = Objects.of(chart.render(
                HOST,
                "config.ipvs.strictARP=true",
                "config.ipvs.scheduler=wlc",
                "config.ipvs.tcpTimeout=15m",
                "config.ipvs.excludeCIDRs[0]=10.9.0.0/16",
                "config.conntrack.min=5",
                "config.clusterCIDR=10.244.0.0/16",
                "config.detectLocalMode=",
                "config.metricsBindAddress=0.0.0.0",
                "config.nodePortAddresses[0]=primary",
                "ownConfig.drainTimeout=7m",
                "ownConfig.externalAddresses.allowedCIDRs[0]=203.0.113.0/24"));
        Config config = objects.configuration(folder).config();
        assertThat(config.tuning().strictArp()).isTrue();
        assertThat(config.tuning().conntrack().min()).isEqualTo(5);
        assertThat(config.settings().scheduler().kernelName()).isEqualTo("wlc");
        assertThat(config.settings().excludedRanges()).hasToString("[10.9.0.0/16]");
        assertThat(config.settings().drainTimeout()).isEqualTo(Duration.ofMinutes(7));
        assertThat(config.settings().externalAddresses().allowed()).hasToString("[203.0.113.0/24]");
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
        Objects objects = Objects.of(chart.render(values));
        objects.check();
        assertThat(objects.configuration(folder)
                        .config()
                        .settings()
                        .externalAddresses()
                        .podRanges())
                .hasToString("[10.244.0.0/16]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipvs.shceduler=rr",
                "ipvs.scheduler=r r",
                "ipvs.strictARP=yesplease",
                "ipvs.syncPeriod=soon",
                "conntrack.min=-1",
                "nodePortAddresses[0]=foo",
                "detectLocalMode=Pods",
                "mode=iptables",
                "kind=Other"
            })
    void aWrongKeyOrValueOfTheConfigurationIsRefused(String wrong) {
        String key = wrong.replaceFirst("[=\\[].*", "").replaceFirst(".*\\.", "");
        assertThatThrownBy(() -> chart.render(HOST, "config." + wrong)).hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiServer.prot=6443",
                "ownConfig.drainTimeuot=7m",
                "ownConfig.drainTimeout=soon",
                "ownConfig.externalAddresses.allowedCIDRs[0]=everything",
                "image.digest=sha256:7",
                "metrics.podMonitor.enabled=maybe",
                "extraArgs[0]=silent"
            })
    void aWrongValueIsRefused(String wrong) {
        String key = wrong.replaceFirst("[=\\[].*", "").replaceFirst(".*\\.", "");
        assertThatThrownBy(() -> chart.render(HOST, wrong)).hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "--ipvs-scheduler=lc, ipvs.scheduler",
        "--cluster-cidr=10.0.0.0/8, clusterCIDR",
        "--masquerade-all, iptables.masqueradeAll"
    })
    void aFlagThatTheFileMakesIneffectiveIsRefusedWithItsKey(String flag, String key) {
        assertThatThrownBy(() -> chart.render(HOST, "extraArgs[0]=" + flag))
                .hasMessageContaining(
                        "extraArgs: " + flag + " has no effect beside the configuration file: set config." + key);
    }

    @Test
    void whatIsMissingIsNamedInWords() {
        assertThatThrownBy(() -> chart.render(HOST, "image.repository="))
                .hasMessageContaining("image.repository is empty: set it to the image in your registry");
        assertThatThrownBy(() -> chart.render())
                .hasMessageContaining(
                        "apiServer.host is auto, but ConfigMap cluster-info in kube-public cannot be read")
                .hasMessageContaining("existingConfigMap=kube-proxy");
    }
}
