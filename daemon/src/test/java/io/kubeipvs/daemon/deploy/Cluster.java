package io.kubeipvs.daemon.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * As much of an API server as a chart reads with {@code lookup}: the resources of two groups, and a few objects. Everything
 * else is not found.
 */
final class Cluster implements AutoCloseable {
    /** One without objects. */
    static final Cluster EMPTY = new Cluster(Map.of());

    private static final String RESOURCES = """
        {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "%s", "resources": [
         {"name": "%s", "singularName": "", "namespaced": true, "kind": "%s", "verbs": ["get", "list"]}]}
        """;

    private final HttpServer server;
    private final Map<String, String> answers = new HashMap<>();

    /** @param objects the objects or lists, by path */
    Cluster(Map<String, String> objects) {
        answers.put("/api/v1", RESOURCES.formatted("v1", "configmaps", "ConfigMap"));
        answers.put("/apis/apps/v1", RESOURCES.formatted("apps/v1", "daemonsets", "DaemonSet"));
        answers.put(
                "/apis/apps/v1/daemonsets",
                "{\"kind\": \"DaemonSetList\", \"apiVersion\": \"apps/v1\", \"metadata\": {}, \"items\": []}");
        answers.putAll(objects);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String answer = answers.get(exchange.getRequestURI().getPath());
        byte[] body = (answer == null
                        ? "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"reason\":"
                                + " \"NotFound\", \"code\": 404}"
                        : answer)
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Makes it the cluster of Helm, which reads the file that the build names. */
    void becomeHelms() {
        String text = """
            {apiVersion: v1, kind: Config, current-context: c, users: [{name: u, user: {}}],
             clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}],
             contexts: [{name: c, context: {cluster: c, user: u}}]}
            """.formatted(server.getAddress().getPort());
        try {
            Files.writeString(Path.of(System.getenv("KUBECONFIG")), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
