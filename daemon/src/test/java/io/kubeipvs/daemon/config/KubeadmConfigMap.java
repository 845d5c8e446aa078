package io.kubeipvs.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The ConfigMap kube-proxy of a cluster made by kubeadm, as the demo mounts it too. */
final class KubeadmConfigMap {
    private static final Path FILE = Path.of("src/test/resources/config/kube-proxy-configmap.yaml");

    private KubeadmConfigMap() {}

    /** Puts its keys into a folder as files, and returns that of the configuration. */
    static Path mount(Path folder) throws IOException {
        JsonNode data = new YAMLMapper().readTree(Files.readString(FILE)).path("data");
        for (String key : new String[] {"config.conf", "kubeconfig.conf"}) {
            Files.writeString(folder.resolve(key), data.path(key).asString());
        }
        return folder.resolve("config.conf");
    }
}
