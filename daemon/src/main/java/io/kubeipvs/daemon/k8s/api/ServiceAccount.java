package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The identity that Kubernetes gives to a pod. Follows "Accessing the Kubernetes API from a Pod".
 *
 * @param directory holds {@code token} and {@code ca.crt}
 * @param environment holds {@code KUBERNETES_SERVICE_HOST} and {@code KUBERNETES_SERVICE_PORT}
 */
record ServiceAccount(Path directory, Map<String, String> environment) {
    static ServiceAccount ofThisPod() {
        return new ServiceAccount(Path.of("/var/run/secrets/kubernetes.io/serviceaccount"), System.getenv());
    }

    Config read() throws SourceException {
        Path token = directory.resolve("token");
        Path authority = directory.resolve("ca.crt");
        needFile(token);
        needFile(authority);
        String host = need("KUBERNETES_SERVICE_HOST");
        String port = need("KUBERNETES_SERVICE_PORT");
        Config config = Config.empty();
        config.setMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
        config.setCaCertFile(authority.toString());
        config.setOauthTokenProvider(new TokenFile(token));
        return config;
    }

    private static void needFile(Path file) throws SourceException {
        if (!Files.isReadable(file)) {
            throw outside(file + " missing");
        }
    }

    private String need(String variable) throws SourceException {
        String value = environment.getOrDefault(variable, "");
        if (value.isEmpty()) {
            throw outside(variable + " not set");
        }
        return value;
    }

    private static SourceException outside(String why) {
        return new SourceException(
                "no --kubeconfig and not in a cluster (" + why + ")", "give --kubeconfig FILE or --manifests DIR");
    }
}
