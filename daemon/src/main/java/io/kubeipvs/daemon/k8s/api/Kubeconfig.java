package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.kubeipvs.daemon.k8s.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A kubeconfig file: its current context, checked key by key. Follows kubernetes.io "kubeconfig (v1)". What would need
 * another program to be run (exec, auth-provider) is refused.
 */
final class Kubeconfig {
    private final Path file;

    Kubeconfig(Path file) {
        this.file = file;
    }

    Config read() throws SourceException {
        io.fabric8.kubernetes.api.model.Config parsed = parse();
        NamedContext named =
                find(parsed.getContexts(), NamedContext::getName, parsed.getCurrentContext(), "current-context");
        String prefix = "contexts[" + named.getName() + "].context.";
        Context context = need(named.getContext(), "contexts[" + named.getName() + "].context");
        NamedCluster cluster =
                find(parsed.getClusters(), NamedCluster::getName, context.getCluster(), prefix + "cluster");
        checkCluster(need(cluster.getCluster(), "clusters[" + cluster.getName() + "].cluster"), cluster.getName());
        AuthInfo credentials = credentials(parsed.getUsers(), context.getUser(), prefix + "user");

        Config config = Config.empty();
        KubeConfigUtils.merge(config, null, parsed);
        // The client does not know this key, with which a pod's kubeconfig points at its service account.
        String tokenFile = credentials.getTokenFile();
        if (tokenFile != null && !tokenFile.isEmpty()) {
            config.setOauthTokenProvider(new TokenFile(resolve(tokenFile)));
        }
        return config;
    }

    /** Without a user, as for a server behind {@code kubectl proxy}, there are none. */
    private AuthInfo credentials(List<NamedAuthInfo> users, String name, String key) throws SourceException {
        if (name == null || name.isEmpty()) {
            return new AuthInfo();
        }
        NamedAuthInfo user = find(users, NamedAuthInfo::getName, name, key);
        AuthInfo credentials = need(user.getUser(), "users[" + name + "].user");
        checkUser(credentials, name);
        return credentials;
    }

    private io.fabric8.kubernetes.api.model.Config parse() throws SourceException {
        if (!Files.exists(file)) {
            throw wrong("no such file");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw wrong("must be a file that this user may read");
        }
        try {
            return Objects.requireNonNull(KubeConfigUtils.parseConfig(file.toFile()), "empty");
        } catch (RuntimeException e) {
            throw wrong("not a kubeconfig: " + Causes.inWords(e));
        }
    }

    private void checkCluster(Cluster cluster, String name) throws SourceException {
        String prefix = "clusters[" + name + "].cluster.";
        String server = cluster.getServer();
        if (server == null || !server.matches("https?://[^/].*")) {
            throw wrong(prefix + "server '" + server + "': must be an https:// or http:// URL");
        }
        if (cluster.getTlsServerName() != null) {
            throw wrong(prefix + "tls-server-name: not supported", "give a server whose name is in its certificate");
        }
        checkFile(prefix + "certificate-authority", cluster.getCertificateAuthority());
    }

    private void checkUser(AuthInfo user, String name) throws SourceException {
        String prefix = "users[" + name + "].user.";
        if (user.getExec() != null || user.getAuthProvider() != null) {
            throw wrong(
                    prefix + (user.getExec() != null ? "exec" : "auth-provider") + ": no other program is run",
                    "give token, tokenFile or client-certificate and client-key");
        }
        checkFile(prefix + "tokenFile", user.getTokenFile());
        checkFile(prefix + "client-certificate", user.getClientCertificate());
        checkFile(prefix + "client-key", user.getClientKey());
    }

    private void checkFile(String key, String value) throws SourceException {
        if (value != null && !value.isEmpty() && !Files.isReadable(resolve(value))) {
            throw wrong(key + " '" + value + "': must be a file that this user may read");
        }
    }

    /** Relative to the kubeconfig, as everywhere in it. */
    private Path resolve(String value) {
        return file.toAbsolutePath().resolveSibling(value);
    }

    private <E> E find(List<E> among, Function<E, String> nameOf, String name, String key) throws SourceException {
        List<E> all = among == null ? List.of() : among;
        for (E one : all) {
            if (nameOf.apply(one).equals(name)) {
                return one;
            }
        }
        throw wrong(key + " '" + (name == null ? "" : name) + "': must be one of "
                + all.stream().map(nameOf).toList());
    }

    private <E> E need(E value, String key) throws SourceException {
        if (value == null) {
            throw wrong(key + ": missing");
        }
        return value;
    }

    private SourceException wrong(String what) {
        return wrong(what, "");
    }

    private SourceException wrong(String what, String fix) {
        return new SourceException("--kubeconfig " + file + ": " + what, fix);
    }
}
