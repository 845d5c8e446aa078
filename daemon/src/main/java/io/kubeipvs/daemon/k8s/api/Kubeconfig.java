package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import io.kubeipvs.daemon.logging.UrlText;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A kubeconfig file: its current context, checked key by key. Follows kubernetes.io "kubeconfig (v1)" and what client-go
 * makes of it. What would need another program to be run (exec, auth-provider) is refused.
 */
final class Kubeconfig implements Access.Source {
    private static final int HTTP_PORT = 80;

    private final Path file;

    Kubeconfig(Path file) {
        this.file = file;
    }

    @Override
    public Access read() throws SourceException {
        try {
            return read(FieldMap.of(parse()));
        } catch (UnusableObjectException e) {
            throw wrong(e.withoutValue()); // a credential may be in a wrong place
        }
    }

    private Access read(FieldMap root) throws SourceException, UnusableObjectException {
        String name = root.text("current-context");
        FieldMap context = find(root.maps("contexts"), name, "current-context").map("context");
        String prefix = "contexts[" + name + "].context.";
        FieldMap named = find(root.maps("clusters"), context.text("cluster"), prefix + "cluster");
        FieldMap cluster = need(named, "cluster");
        String inCluster = "clusters[" + named.text("name") + "].cluster.";
        KubeconfigTls tls = new KubeconfigTls(file);
        tls.readCluster(cluster, inCluster);
        Config config = Config.empty();
        Map<String, List<String>> actingAs = Map.of();
        String user = context.text("user");
        if (!Fields.isBlank(
                user)) { // Without a user, as for a server behind "kubectl proxy", there are no credentials.
            FieldMap entry = find(root.maps("users"), user, prefix + "user");
            KubeconfigUser reader = new KubeconfigUser(file, need(entry, "user"), "users[" + user + "].user.");
            reader.readInto(config);
            actingAs = reader.actingAs();
            tls.readUser(entry.map("user"), "users[" + user + "].user.");
        }
        config.setMasterUrl(server(cluster, inCluster, tls.isUsed()));
        return new Access(config, tls.context(), proxy(cluster, inCluster), actingAs, tls.files());
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
        } catch (StackOverflowError e) {
            throw wrong("not a kubeconfig: nested too deeply");
        }
    }

    /** Follows client-go's {@code DefaultServerURL}: without a scheme it is https if anything of TLS is given. */
    private String server(FieldMap cluster, String prefix, boolean isTls)
            throws SourceException, UnusableObjectException {
        String text = cluster.text("server");
        String server =
                text != null && text.matches("[^:/]+(:[0-9]+)?(/.*)?") ? (isTls ? "https://" : "http://") + text : text;
        if (server == null || !server.matches("https?://[^/].*") || uri(server).isEmpty()) {
            String shown = text == null ? "" : UrlText.withoutPassword(text);
            throw wrong(prefix + "server '" + shown + "': must be an https:// or http:// URL");
        }
        return server;
    }

    private Optional<InetSocketAddress> proxy(FieldMap cluster, String prefix)
            throws SourceException, UnusableObjectException {
        String text = cluster.text("proxy-url");
        if (Fields.isBlank(text)) {
            return Optional.empty();
        }
        Optional<URI> proxy = uri(text).filter(uri -> "http".equals(uri.getScheme()) && uri.getUserInfo() == null);
        if (proxy.isEmpty()) {
            throw wrong(
                    prefix + "proxy-url '" + UrlText.withoutPassword(text)
                            + "': must be an http:// URL without a user name",
                    "give an HTTP proxy, or none");
        }
        int port = proxy.get().getPort() < 0 ? HTTP_PORT : proxy.get().getPort();
        return Optional.of(InetSocketAddress.createUnresolved(proxy.get().getHost(), port));
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = URI.create(text);
            return Optional.of(uri).filter(known -> known.getHost() != null && known.getPort() <= 65_535);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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

    private SourceException wrong(String problem) {
        return wrong(problem, "");
    }

    private SourceException wrong(String problem, String fix) {
        return KubeconfigFile.wrong(file, problem, fix);
    }
}
