package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

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
        try {
            return read(FieldMap.of(parse()));
        } catch (UnusableObjectException e) {
            throw wrong(e.getMessage());
        }
    }

    private Config read(FieldMap root) throws SourceException, UnusableObjectException {
        String name = root.text("current-context");
        FieldMap context = find(root.maps("contexts"), name, "current-context").map("context");
        String prefix = "contexts[" + name + "].context.";
        Config config = Config.empty();
        FieldMap cluster = find(root.maps("clusters"), context.text("cluster"), prefix + "cluster");
        readCluster(need(cluster, "cluster"), "clusters[" + cluster.text("name") + "].cluster.", config);
        String user = context.text("user");
        if (!Fields.isBlank(
                user)) { // Without a user, as for a server behind "kubectl proxy", there are no credentials.
            FieldMap named = find(root.maps("users"), user, prefix + "user");
            readUser(need(named, "user"), "users[" + user + "].user.", config);
        }
        return config;
    }

    private Map<?, ?> parse() throws SourceException {
        if (!Files.exists(file)) {
            throw wrong("no such file");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw wrong("must be a file that this user may read");
        }
        try (InputStream text = Files.newInputStream(file)) {
            Object parsed = new Load(LoadSettings.builder().build()).loadFromInputStream(text);
            if (parsed instanceof Map<?, ?> map) {
                return map;
            }
            throw wrong("not a kubeconfig: " + (parsed == null ? "empty" : "must be a map"));
        } catch (IOException | YamlEngineException e) {
            throw wrong("not a kubeconfig: " + Causes.inWords(e));
        }
    }

    private void readCluster(FieldMap cluster, String prefix, Config config)
            throws SourceException, UnusableObjectException {
        String server = cluster.text("server");
        if (server == null || !server.matches("https?://[^/].*")) {
            throw wrong(prefix + "server '" + server + "': must be an https:// or http:// URL");
        }
        if (cluster.has("tls-server-name")) {
            throw wrong(prefix + "tls-server-name: not supported", "give a server whose name is in its certificate");
        }
        config.setMasterUrl(server);
        config.setCaCertFile(readable(cluster, prefix, "certificate-authority"));
        config.setCaCertData(cluster.text("certificate-authority-data"));
        config.setTrustCerts(Boolean.TRUE.equals(cluster.flag("insecure-skip-tls-verify")));
        config.setDisableHostnameVerification(config.isTrustCerts());
        String proxy = cluster.text("proxy-url");
        if (!Fields.isBlank(proxy)) {
            config.setHttpProxy(proxy);
            config.setHttpsProxy(proxy);
        }
    }

    private void readUser(FieldMap user, String prefix, Config config) throws SourceException, UnusableObjectException {
        for (String program : List.of("exec", "auth-provider")) {
            if (user.has(program)) {
                throw wrong(
                        prefix + program + ": no other program is run",
                        "give token, tokenFile or client-certificate and client-key");
            }
        }
        config.setAutoOAuthToken(user.text("token"));
        config.setUsername(user.text("username"));
        config.setPassword(user.text("password"));
        config.setClientCertFile(readable(user, prefix, "client-certificate"));
        config.setClientCertData(user.text("client-certificate-data"));
        config.setClientKeyFile(readable(user, prefix, "client-key"));
        config.setClientKeyData(user.text("client-key-data"));
        config.setClientKeyAlgo(keyAlgorithm(prefix, config));
        String tokenFile = readable(user, prefix, "tokenFile");
        if (tokenFile != null) {
            config.setOauthTokenProvider(new TokenFile(Path.of(tokenFile)));
        }
    }

    /** The algorithm of the client's key; null without a key. */
    private String keyAlgorithm(String prefix, Config config) throws SourceException {
        try {
            if (!Fields.isBlank(config.getClientKeyData())) {
                return KeyAlgorithm.ofData(config.getClientKeyData());
            }
            String path = config.getClientKeyFile();
            return path == null ? null : KeyAlgorithm.of(Files.readString(Path.of(path)));
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(prefix + "client-key: cannot be read: " + Causes.inWords(e));
        }
    }

    /** The path in a field; null if it is absent. */
    private String readable(FieldMap of, String prefix, String key) throws SourceException, UnusableObjectException {
        String value = of.text(key);
        if (Fields.isBlank(value)) {
            return null;
        }
        Path path = resolve(value);
        if (!Files.isReadable(path)) {
            throw wrong(prefix + key + " '" + value + "': must be a file that this user may read");
        }
        return path.toString();
    }

    /** Relative to the kubeconfig, as everywhere in it. */
    private Path resolve(String value) {
        return file.toAbsolutePath().resolveSibling(value);
    }

    private FieldMap find(List<FieldMap> among, String name, String key)
            throws SourceException, UnusableObjectException {
        List<String> names = new ArrayList<>();
        for (FieldMap one : among) {
            if (name != null && name.equals(one.text("name"))) {
                return one;
            }
            names.add(one.text("name"));
        }
        throw wrong(key + " '" + (name == null ? "" : name) + "': must be one of " + names);
    }

    private FieldMap need(FieldMap named, String key) throws SourceException, UnusableObjectException {
        if (!named.has(key)) {
            throw wrong(named.at(key) + ": missing");
        }
        return named.map(key);
    }

    private SourceException wrong(String what) {
        return wrong(what, "");
    }

    private SourceException wrong(String what, String fix) {
        return new SourceException("--kubeconfig " + file + ": " + what, fix);
    }
}
