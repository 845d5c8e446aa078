package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kubeipvs.daemon.k8s.protobuf.ProtobufWriter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/**
 * A stand-in for an API server, with its shape on the wire: lists in pages of one snapshot, watches as chunked HTTP, in
 * protobuf for a client that accepts it, resource versions that only grow. What comes over a watch, and cut how, the test decides.
 * It may go away and come back at the same address, with all it holds.
 */
public final class StandInApiServer implements AutoCloseable {
    /** No process gets these ports by chance: while the server is away, its port stays free. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 30_000;

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> userAgents = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();
    private final StoredObjects objects = new StoredObjects();
    private final Map<String, BlockingQueue<OpenWatch>> watches = new ConcurrentHashMap<>();
    private final Map<String, Deque<Integer>> refusals = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusedVersions = new ConcurrentHashMap<>();
    private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
    private final Queue<UnaryOperator<byte[]>> compressions = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket listener;
    private volatile String retryAfter = "";
    private volatile boolean hasProtobuf = true;

    /** Empty, at a free port of loopback, in the network namespace of the thread that makes it. */
    public StandInApiServer() throws IOException {
        StoredObjects.RESOURCES.forEach(resource -> watches.put(resource, new LinkedBlockingQueue<>()));
        while (listener == null) {
            try {
                listen(ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT));
            } catch (BindException taken) {
                // Another one is tried.
            }
        }
    }

    /** Sends JSON whatever a client accepts. Returns this. */
    public StandInApiServer withoutProtobuf() {
        hasProtobuf = false;
        return this;
    }

    private void listen(int port) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listener = opened;
        start(() -> accept(opened));
    }

    /** Cuts all connections and refuses new ones. */
    public void goAway() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        watches.values().forEach(Collection::clear);
    }

    /** Accepts connections again at the same address, in the network namespace of the thread that calls. */
    public void comeBack() throws IOException {
        listen(listener.getLocalPort());
    }

    /** Its address, which outlives an absence. */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    /** Writes a kubeconfig that leads to it into the folder. Returns the file. */
    public Path writeKubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here}}]
                clusters: [{name: here, cluster: {server: "%s"}}]
                """.formatted(url()));
    }

    /** Stores it under a new version, telling no watch. Returns it as the server would show it. */
    public JsonNode put(String resource, HasMetadata object) {
        return objects.put(resource, object);
    }

    /** Shows this JSON as an item of lists, whatever it is. */
    public void putRaw(String resource, String name, String json) {
        objects.putRaw(resource, name, json);
    }

    /** Takes it away under a new version, telling no watch. Returns its last state. */
    public JsonNode remove(String resource, String name) {
        return objects.remove(resource, name);
    }

    /** Answers the next requests of this sort ("list services", "continue services", "watch services") with errors. */
    void refuse(String sort, Integer... statuses) {
        refusals.computeIfAbsent(sort, s -> new ConcurrentLinkedDeque<>()).addAll(Arrays.asList(statuses));
    }

    /** Refuses no request any more that {@link #refuse} named. */
    void forgive() {
        refusals.clear();
    }

    /** Refuses every watch of this resource from this version on: with the status, or with an event of it. */
    void refuseWatchesFrom(String resource, String from, int status, boolean asEvent) {
        refusedVersions.put(resource + " " + from, asEvent ? -1 - status : status);
    }

    /** Restores the database from a backup: all objects of this resource are gone, and versions continue from this one. */
    void restore(String resource, long to) {
        objects.restore(resource, to);
    }

    /** Answers the next list of this resource with status 200 and this body. */
    void answerNextList(String resource, String body) {
        answers.computeIfAbsent(resource, r -> new ConcurrentLinkedDeque<>()).add(body);
    }

    /**
     * Compresses the next list of Services, if the client takes that.
     *
     * @param damage changes what the client receives
     */
    void compressNextServices(UnaryOperator<byte[]> damage) {
        compressions.add(damage);
    }

    /** The header Retry-After of errors, in seconds; none at first. */
    void retryAfter(int seconds) {
        retryAfter = "\r\nRetry-After: " + seconds;
    }

    /** The next watch that a client opens, or has opened. */
    public OpenWatch watch(String resource) throws InterruptedException {
        OpenWatch watch = watches.get(resource).poll(60, TimeUnit.SECONDS);
        if (watch == null) {
            throw new AssertionError("no watch of " + resource + " was opened; requests: " + requests);
        }
        return watch;
    }

    List<String> requests(String part) {
        return requests.stream().filter(r -> r.contains(part)).toList();
    }

    /** The pages of this resource that were asked for, with their query, unescaped. */
    List<String> lists(String resource) {
        return requests.stream()
                .filter(r -> r.contains("/" + resource + "?") && !r.contains("watch=true"))
                .toList();
    }

    private void accept(ServerSocket from) throws IOException {
        while (true) {
            Socket socket = from.accept();
            sockets.add(socket);
            if (from.isClosed()) {
                socket.close();
                return;
            }
            start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.startsWith("GET ")) {
                new Client(socket, false, false).respond(400, "", "{}".getBytes(StandardCharsets.US_ASCII), false);
                socket.close();
                return;
            }
            URI uri = URI.create(line.split(" ")[1]);
            boolean isZipTaken = false;
            boolean isProtobufTaken = false;
            for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
                header(header);
                isZipTaken |= header.equalsIgnoreCase("Accept-Encoding: gzip");
                isProtobufTaken |= header.toLowerCase(Locale.ROOT).startsWith("accept: " + ApiAnswer.PROTOBUF);
            }
            if (!answer(new Client(socket, isZipTaken, hasProtobuf && isProtobufTaken), uri)) {
                return;
            }
        }
    }

    private void header(String header) {
        String[] parts = header.split(": ", 2);
        if (parts[0].equalsIgnoreCase("user-agent")) {
            userAgents.add(parts[1]);
        } else if (parts[0].equalsIgnoreCase("authorization")) {
            tokens.add(parts[1]);
        }
    }

    /** A connection, and what its client accepts. */
    private record Client(Socket socket, boolean isZipTaken, boolean isProtobufTaken) {
        /** The head of a watch. */
        OpenWatch begin(String from) throws IOException {
            String type = isProtobufTaken ? ApiAnswer.PROTOBUF + ";stream=watch" : "application/json";
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new OpenWatch(socket, from, isProtobufTaken);
        }

        void respond(int status, String more, byte[] body, boolean isProtobuf) throws IOException {
            String type = isProtobuf ? ApiAnswer.PROTOBUF : "application/json";
            String head = "HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                    + more + "\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
        }
    }

    /** Returns whether the connection is free for another request. */
    private boolean answer(Client client, URI uri) throws IOException {
        requests.add(URLDecoder.decode(uri.toString(), StandardCharsets.UTF_8));
        Map<String, String> query = Arrays.stream(uri.getRawQuery().split("&"))
                .map(p -> p.split("=", 2))
                .collect(Collectors.toMap(p -> p[0], p -> URLDecoder.decode(p[1], StandardCharsets.UTF_8)));
        String resource = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
        boolean watch = "true".equals(query.get("watch"));
        String sort = (watch ? "watch " : query.containsKey("continue") ? "continue " : "list ") + resource;
        Integer refusal =
                refusals.getOrDefault(sort, new ConcurrentLinkedDeque<>()).poll();
        if (watch && refusal == null) {
            refusal = refusedVersions.get(resource + " " + query.get("resourceVersion"));
        }
        if (!watch && refusal == null && objects.isFuture(query)) {
            refusal = 504; // Timeout: Too large resource version
        }
        if (refusal != null && refusal < 0) {
            client.begin("")
                    .send(OpenWatch.error(-1 - refusal, "cannot watch from here"))
                    .end();
            return false;
        } else if (refusal != null) {
            refuse(
                    client,
                    refusal,
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"refused\",\"code\":"
                            + refusal + "}");
        } else if (watch) {
            watches.get(resource).add(client.begin(query.get("resourceVersion")));
            return false;
        } else {
            list(client, resource, query);
        }
        return true;
    }

    private void list(Client client, String resource, Map<String, String> query) throws IOException {
        String given =
                answers.getOrDefault(resource, new ConcurrentLinkedDeque<>()).poll();
        String list = given == null ? objects.list(resource, query) : given;
        boolean isProtobuf = client.isProtobufTaken() && given == null;
        byte[] body = isProtobuf ? ProtobufWriter.object(list) : list.getBytes(StandardCharsets.UTF_8);
        UnaryOperator<byte[]> damage = client.isZipTaken() && resource.equals("services") ? compressions.poll() : null;
        if (damage == null) {
            client.respond(200, "", body, isProtobuf);
        } else {
            client.respond(200, "\r\nContent-Encoding: gzip", damage.apply(zip(body)), isProtobuf);
        }
    }

    private static byte[] zip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(plain);
        }
        return zipped.toByteArray();
    }

    private void refuse(Client client, int status, String json) throws IOException {
        byte[] body = client.isProtobufTaken() ? ProtobufWriter.object(json) : json.getBytes(StandardCharsets.UTF_8);
        client.respond(status, retryAfter, body, client.isProtobufTaken());
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (SocketException e) {
                // The other side, or this test, closed it.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        goAway();
    }
}
