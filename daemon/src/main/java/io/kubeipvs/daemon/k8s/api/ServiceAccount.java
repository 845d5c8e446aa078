package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The identity that Kubernetes gives to a pod. Follows "Accessing the Kubernetes API from a Pod".
 *
 * @param directory holds {@code token} and {@code ca.crt}
 * @param environment holds {@code KUBERNETES_SERVICE_HOST} and {@code KUBERNETES_SERVICE_PORT}
 */
record ServiceAccount(Path directory, Map<String, String> environment) implements Access.Source {
    static ServiceAccount ofThisPod() {
        return new ServiceAccount(Path.of("/var/run/secrets/kubernetes.io/serviceaccount"), System.getenv());
    }

    @Override
    public Access read() throws SourceException {
        Path token = directory.resolve("token");
        Path authority = directory.resolve("ca.crt");
        needFile(token);
        needFile(authority);
        String host = need("KUBERNETES_SERVICE_HOST");
        String port = need("KUBERNETES_SERVICE_PORT");
        Config config = Config.empty();
        config.setMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
        config.setOauthTokenProvider(new TokenFile(token));
        SSLContext tls = Tls.context(null, trusted(authority));
        return new Access(config, tls, Optional.empty(), Map.of(), List.of(authority));
    }

    private static TrustManager trusted(Path authority) throws SourceException {
        try {
            List<X509Certificate> authorities = Tls.authorities(Files.readAllBytes(authority));
            if (authorities.isEmpty()) {
                throw new SourceException(authority + ": must contain a certificate in PEM", "");
            }
            return Tls.trust(authorities);
        } catch (IOException | GeneralSecurityException e) {
            throw new SourceException(authority + " cannot be read: " + e.getMessage(), "");
        }
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
