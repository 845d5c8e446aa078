package io.kubeipvs.it.support;

import io.kubeipvs.daemon.Figure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Traffic that never pauses, from several clients at once: each opens a short connection ten times a second, and sends a
 * word five times a second over one connection that stays open. It counts how they end.
 */
public final class Load implements AutoCloseable {
    /** The end of the names of connections that stay open. */
    public static final String LONG = ", long";

    private static final long SHORT_PAUSE_MILLIS = 100;
    private static final long LONG_PAUSE_MILLIS = 200;
    private static final int PATIENCE_MILLIS = 10_000;
    /** A client sends its SYN again after a second: a connection that took longer lost a packet, or the machine paused. */
    private static final long SLOW_NANOS = 900_000_000;

    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, EnumMap<End, Integer>> counts = new TreeMap<>();
    private volatile boolean closed;

    /** How a request ended. */
    public enum End {
        /** With an answer. */
        SERVED,
        /** With an answer, after its connection took over 0.9 seconds. */
        SLOW,
        /** By a reset or an ICMP error while it connected. */
        REFUSED,
        /** By a reset, or the end of the connection, before its answer. */
        RESET,
        /** Without an answer in 10 seconds. */
        TIMED_OUT
    }

    /** Where the requests go: port 80 or another for short connections, and one that holds {@link Conversation}s. */
    public record Targets(String shortVip, int shortPort, String longVip, int longPort) {}

    private interface Request {
        End make() throws IOException;
    }

    /** Adds a client in this namespace, and starts it. */
    public Load from(String client, KernelNamespace namespace, Targets targets) throws Exception {
        start(client + ", short", namespace, SHORT_PAUSE_MILLIS, () -> ask(targets.shortVip(), targets.shortPort()));
        LongConnection connection = new LongConnection(targets);
        start(client + LONG, namespace, LONG_PAUSE_MILLIS, connection::exchange);
        return this;
    }

    private void start(String name, KernelNamespace namespace, long pauseMillis, Request request) throws Exception {
        synchronized (counts) {
            counts.put(name, new EnumMap<>(End.class));
        }
        Thread thread = new Thread(() -> repeat(name, request, pauseMillis), name);
        thread.setDaemon(true);
        threads.add(thread);
        namespace.call(() -> {
            thread.start(); // a thread is born into the namespace of the one that starts it
            return null;
        });
    }

    private void repeat(String name, Request request, long pauseMillis) {
        try {
            while (!closed) {
                count(name, end(request));
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static End end(Request request) {
        try {
            return request.make();
        } catch (SocketTimeoutException e) {
            return End.TIMED_OUT;
        } catch (ConnectException e) {
            return End.REFUSED;
        } catch (IOException e) {
            // NoRouteToHostException is an ICMP error; others come over an open connection.
            return e instanceof NoRouteToHostException ? End.REFUSED : End.RESET;
        }
    }

    private void count(String name, End end) {
        synchronized (counts) {
            counts.get(name).merge(end, 1, Integer::sum);
        }
    }

    private static End ask(String vip, int port) throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = connect(vip, port)) {
            boolean isSlow = System.nanoTime() - begun > SLOW_NANOS;
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.isEmpty() ? End.RESET : isSlow ? End.SLOW : End.SERVED;
        }
    }

    private static Socket connect(String vip, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setSoLinger(true, 0); // ends with a reset: the kernel remembers the connection for 10 s, not for 120
            socket.connect(new InetSocketAddress(InetAddress.getByName(vip), port), PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The long connection of a client. A new one takes the place of one that ended. */
    private static final class LongConnection {
        private final Targets targets;
        private Socket socket;

        LongConnection(Targets targets) {
            this.targets = targets;
        }

        End exchange() throws IOException {
            try {
                if (socket == null) {
                    socket = connect(targets.longVip(), targets.longPort());
                }
                socket.getOutputStream().write("word\n".getBytes(StandardCharsets.UTF_8));
                for (int b = socket.getInputStream().read();
                        b != '\n';
                        b = socket.getInputStream().read()) {
                    if (b < 0) {
                        throw new IOException("the connection ended");
                    }
                }
                return End.SERVED;
            } catch (IOException e) {
                if (socket != null) {
                    socket.close();
                    socket = null;
                }
                throw e;
            }
        }
    }

    /** The requests so far that were not served in time, by client; empty is good. */
    public Map<String, Map<End, Integer>> troubles() {
        Map<String, Map<End, Integer>> troubles = counts();
        troubles.values().forEach(ends -> ends.keySet().removeAll(List.of(End.SERVED, End.SLOW)));
        troubles.values().removeIf(Map::isEmpty);
        return troubles;
    }

    /** Prints the counts as figures of a promise: {@code NAME.served}, {@code NAME.slow}, {@code NAME.failed}. */
    public void printFigures(String name) {
        System.out.println(name + ": " + counts());
        Figure.print(name + ".served", count(End.SERVED) + count(End.SLOW));
        Figure.print(name + ".slow", count(End.SLOW));
        Figure.print(name + ".failed", failed());
    }

    /** The number of requests that were refused, reset or timed out. */
    public int failed() {
        return count(End.REFUSED) + count(End.RESET) + count(End.TIMED_OUT);
    }

    @Override
    public String toString() {
        return counts().toString();
    }

    /** How the requests so far ended, by client; a copy. */
    public Map<String, Map<End, Integer>> counts() {
        synchronized (counts) {
            Map<String, Map<End, Integer>> copy = new TreeMap<>();
            counts.forEach((client, ends) -> copy.put(client, new EnumMap<>(ends)));
            return copy;
        }
    }

    /** The sum over all clients of the requests that ended so. */
    public int count(End end) {
        return counts().values().stream()
                .mapToInt(ends -> ends.getOrDefault(end, 0))
                .sum();
    }

    /** Ends all clients, after their present requests. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
