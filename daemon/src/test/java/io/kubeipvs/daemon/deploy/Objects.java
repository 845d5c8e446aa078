package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The objects that an installation applies to a cluster, as Kubernetes' types. */
record Objects(List<HasMetadata> all) {
    static Objects of(List<JsonNode> documents) {
        return new Objects(documents.stream().map(Yaml::typed).toList());
    }

    <T> T one(Class<T> type) {
        List<T> found = all.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as(type.getSimpleName()).hasSize(1);
        return found.get(0);
    }

    PodSpec pod() {
        return one(DaemonSet.class).getSpec().getTemplate().getSpec();
    }

    /** The container that keeps running. */
    Container container() {
        return pod().getContainers().get(0);
    }

    List<Container> containers() {
        return Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream())
                .toList();
    }

    /** The content of a ConfigMap with this name. */
    Map<String, String> data(String configMap) {
        return all.stream()
                .filter(object -> object instanceof ConfigMap
                        && object.getMetadata().getName().equals(configMap))
                .map(object -> ((ConfigMap) object).getData())
                .findFirst()
                .orElseThrow();
    }

    /**
     * The configuration as the program reads it, strictly.
     *
     * @param folder where the files are written
     */
    ConfigFile.Content configuration(Path folder) throws IOException {
        Map<String, String> files = data("kube-ipvs");
        Path file = Files.writeString(folder.resolve("config.conf"), files.get("config.conf"));
        Optional<Path> own = Optional.empty();
        if (files.containsKey(ConfigFile.OWN_NAME)) {
            own = Optional.of(Files.writeString(folder.resolve(ConfigFile.OWN_NAME), files.get(ConfigFile.OWN_NAME)));
        }
        try {
            return new ConfigFile(Optional.of(file), own, true).read(Config.DEFAULT);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** Fails unless the objects name each other rightly. */
    void check() {
        DaemonSet daemonSet = one(DaemonSet.class);
        assertThat(daemonSet.getMetadata().getNamespace()).isEqualTo("kube-system");
        assertThat(daemonSet.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(daemonSet.getSpec().getSelector().getMatchLabels())
                .isNotEmpty();
        ServiceAccount account = one(ServiceAccount.class);
        assertThat(pod().getServiceAccountName())
                .isEqualTo(account.getMetadata().getName());
        assertThat(pod().getAutomountServiceAccountToken()).isTrue();
        ClusterRoleBinding binding = one(ClusterRoleBinding.class);
        assertThat(binding.getRoleRef().getApiGroup()).isEqualTo("rbac.authorization.k8s.io");
        assertThat(binding.getRoleRef().getKind()).isEqualTo("ClusterRole");
        assertThat(binding.getRoleRef().getName())
                .isEqualTo(one(ClusterRole.class).getMetadata().getName());
        assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
            assertThat(subject.getKind()).isEqualTo("ServiceAccount");
            assertThat(subject.getName()).isEqualTo(account.getMetadata().getName());
            assertThat(subject.getNamespace()).isEqualTo(account.getMetadata().getNamespace());
        });
        containers().forEach(this::checkContainer);
    }

    private void checkContainer(Container container) {
        assertThat(container.getName()).isNotEmpty();
        assertThat(container.getImage()).isNotEmpty();
        assertThat(container.getCommand()).startsWith("kube-ipvs", "run");
        assertThat(container.getTerminationMessagePolicy()).isEqualTo("FallbackToLogsOnError");
        container.getVolumeMounts().forEach(mount -> {
            assertThat(mount.getMountPath()).startsWith("/");
            assertThat(pod().getVolumes()).anyMatch(volume -> volume.getName().equals(mount.getName()));
        });
        List<String> configMaps = all.stream()
                .filter(ConfigMap.class::isInstance)
                .map(object -> object.getMetadata().getName())
                .toList();
        container
                .getEnvFrom()
                .forEach(from ->
                        assertThat(configMaps).contains(from.getConfigMapRef().getName()));
    }
}
