package io.kubeipvs.bench.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kubeipvs.daemon.k8s.api.Pki;
import io.kubeipvs.daemon.k8s.protobuf.ProtobufWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A stand-in for an API server on loopback, over plain HTTP or with TLS, in protobuf for a client that accepts it: lists in pages, watches that get a bookmark every 30 s and
 * the events that the benchmark sends, and takes Events without keeping them.
 */
public final class ApiStandIn implements AutoCloseable {
    static {
        // As Go's servers. Without it the end of an event of more than 4 KB waits 40 ms, for an acknowledgement of its
        // begin.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String WATCH = "watch";
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final long BOOKMARK_SECONDS = 30;
    /** Bytes of an answer that an API server compresses ({@code defaultGzipThresholdBytes} of its handlers). */
    private static final int LEAST_COMPRESSED = 128 * 1024;

    private static final Pattern PARAMETER = Pattern.compile("([^&=]+)=([^&]*)");

    /** One kind of object: how a list of it begins, and how many there are of it. */
    private record Kind(
            String name, String apiVersion, int size, IntFunction<String> json, IntFunction<byte[]> message) {}

    private final Cluster cluster;
    private final Map<String, Kind> kinds;
    /** An event of a watch, and what runs right after it was sent. */
    private record Line(byte[] bytes, Runnable sent) {}

    /** The events that a watch has to write. */
    private record Watch(boolean isProtobuf, BlockingQueue<Line> lines) {
        Runnable writing(String event, Runnable sent) {
            Line line = line(event, sent);
            return () -> lines.add(line);
        }

        Line line(String event, Runnable sent) {
            return new Line(isProtobuf ? ProtobufWriter.events(event) : event.getBytes(StandardCharsets.UTF_8), sent);
        }
    }

    /** The events to be written, by resource and watch. */
    private final Map<String, List<Watch>> watches = new ConcurrentHashMap<>();

    private final Optional<Pki> identity;
    private final HttpServer server;

    /** Serves this cluster at a free port of loopback. */
    public ApiStandIn(Cluster cluster) throws IOException {
        this(cluster, Optional.empty());
    }

    /** @param identity the server's certificate; empty = plain HTTP */
    public ApiStandIn(Cluster cluster, Optional<Pki> identity) throws IOException {
        this.cluster = cluster;
        this.identity = identity;
        this.kinds = Map.of(
                "services",
                new Kind("Service", "v1", cluster.services(), cluster::serviceJson, cluster::serviceMessage),
                "endpointslices",
                new Kind(
                        "EndpointSlice",
                        "discovery.k8s.io/v1",
                        cluster.services(),
                        cluster::sliceJson,
                        cluster::sliceMessage),
                "nodes",
                kind("Node", "v1", cluster.nodeJson()),
                "servicecidrs",
                kind("ServiceCIDR", "networking.k8s.io/v1", cluster.rangeJson()));
        kinds.keySet().forEach(resource -> watches.put(resource, new CopyOnWriteArrayList<>()));
        server = server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "api");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    /** A kind with one object. */
    private static Kind kind(String name, String apiVersion, String json) {
        return new Kind(name, apiVersion, 1, i -> json, i -> ProtobufWriter.item(json));
    }

    private HttpServer server(InetSocketAddress address) throws IOException {
        if (identity.isEmpty()) {
            return HttpServer.create(address, 0);
        }
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity.get().store(), Pki.PASSWORD.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return server;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The flags with which the program uses it. */
    public List<String> flags() throws IOException {
        String url = (identity.isPresent() ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
        Path kubeconfig = Files.createTempFile("kubeconfig", "");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: bench
                contexts: [{name: bench, context: {cluster: bench, user: bench}}]
                clusters: [{name: bench, cluster: {server: "%s"%s}}]
                users: [{name: bench, user: {}}]
                """.formatted(
                        url, identity.map(ApiStandIn::authority).orElse("")));
        return List.of("--kubeconfig=" + kubeconfig, "--last-state-dir=" + Files.createTempDirectory("last-state"));
    }

    private static String authority(Pki identity) {
        try {
            byte[] pem = identity.certificatePem().getBytes(StandardCharsets.US_ASCII);
            return ", certificate-authority-data: " + Base64.getEncoder().encodeToString(pem);
        } catch (Exception e) {
            throw new IllegalStateException(e); // keytool made it
        }
    }

    /** The number of open watches. */
    public int watches() {
        return watches.values().stream().mapToInt(List::size).sum();
    }

    /** The number of events that no watch has written yet. */
    public int unwritten() {
        return watches.values().stream()
                .flatMap(List::stream)
                .mapToInt(watch -> watch.lines().size())
                .sum();
    }

    /**
     * Gives the first endpoint of a Service another address, and sends that to all watches.
     *
     * @param sent runs in each watch, right after that sent the event, or put it into the buffer for events that follow at once
     */
    public void replaceEndpoint(int service, Runnable sent) {
        replacement(service, sent).run();
    }

    /** The same, except that the event is only made. Returns what sends it, to the watches that are open now. */
    public Runnable replacement(int service, Runnable sent) {
        cluster.replaceEndpoint(service);
        String event = "{\"type\":\"MODIFIED\",\"object\":" + cluster.sliceJson(service) + "}\n";
        List<Runnable> writes = watches.get("endpointslices").stream()
                .map(watch -> watch.writing(event, sent))
                .toList();
        return () -> writes.forEach(Runnable::run);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Kind kind = kinds.get(path.substring(path.lastIndexOf('/') + 1));
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            if (exchange.getRequestMethod().equals("POST")) {
                respond(exchange, 201, JSON, exchange.getRequestBody().readAllBytes());
            } else if (kind == null) {
                respond(exchange, 404, JSON, utf8("""
                        {"kind":"Status","apiVersion":"v1","status":"Failure","code":404}"""));
            } else if (query.containsKey(WATCH)) {
                watch(exchange, path.substring(path.lastIndexOf('/') + 1), kind);
            } else {
                list(exchange, kind, query);
            }
        }
    }

    private static Map<String, String> query(String raw) {
        Matcher parameters = PARAMETER.matcher(raw == null ? "" : raw);
        return parameters
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> URLDecoder.decode(found.group(2), StandardCharsets.UTF_8)));
    }

    private static boolean isProtobufAccepted(HttpExchange exchange) {
        String accepted = exchange.getRequestHeaders().getFirst("Accept");
        return accepted != null && accepted.startsWith(PROTOBUF);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        if (body.length < LEAST_COMPRESSED
                || !"gzip".equals(exchange.getRequestHeaders().getFirst("Accept-Encoding"))) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            return;
        }
        exchange.getResponseHeaders().add("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream zipped = new Fastest(exchange.getResponseBody())) {
            zipped.write(body);
        }
    }

    /** Compresses as an API server does. */
    private static final class Fastest extends GZIPOutputStream {
        Fastest(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private void list(HttpExchange exchange, Kind kind, Map<String, String> query) throws IOException {
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", Integer.toString(Integer.MAX_VALUE)));
        int to = Math.min(kind.size(), from + Math.min(limit, kind.size()));
        String more =
                to < kind.size() ? ",\"continue\":\"" + to + "\",\"remainingItemCount\":" + (kind.size() - to) : "";
        String head = "{\"kind\":\"" + kind.name() + "List\",\"apiVersion\":\"" + kind.apiVersion()
                + "\",\"metadata\":{\"resourceVersion\":\"" + cluster.version() + "\"" + more + "}";
        IntStream items = IntStream.range(from, to);
        if (isProtobufAccepted(exchange)) {
            byte[] list = ProtobufWriter.list(
                    head + "}", items.mapToObj(kind.message()).toList());
            respond(exchange, 200, PROTOBUF, list);
        } else {
            String all = items.mapToObj(kind.json()).collect(Collectors.joining(","));
            respond(exchange, 200, JSON, utf8(head + ",\"items\":[" + all + "]}"));
        }
    }

    private void watch(HttpExchange exchange, String resource, Kind kind) throws IOException {
        Watch watch = new Watch(isProtobufAccepted(exchange), new LinkedBlockingQueue<>());
        exchange.getResponseHeaders().add("Content-Type", watch.isProtobuf() ? PROTOBUF + ";stream=watch" : JSON);
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        watches.get(resource).add(watch);
        try {
            while (true) {
                Line event = watch.lines().poll(BOOKMARK_SECONDS, TimeUnit.SECONDS);
                Line next = event == null ? watch.line(bookmark(kind), () -> {}) : event;
                out.write(next.bytes());
                if (watch.lines().isEmpty()) {
                    out.flush();
                }
                next.sent().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watches.get(resource).remove(watch);
        }
    }

    private String bookmark(Kind kind) {
        return "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"" + kind.name() + "\",\"apiVersion\":\""
                + kind.apiVersion() + "\",\"metadata\":{\"resourceVersion\":\"" + cluster.version() + "\"}}}\n";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
