package io.kubeipvs.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Attacks on a server that is open to every address. During each attack a probe is answered within a second,
 * as kubelet demands, and the server has one thread and a bounded number of connections.
 */
class AttackTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int MANY = 1000;
    private static final int PROBES = 40;
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);
    private static final String TLS_HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003";

    private final Limits limits = Limits.PROBES;
    private final HttpServer server = new HttpServer("attacked", limits, Workers.unobserved());
    private final AtomicInteger answered = new AtomicInteger();
    private HttpPort port;
    private int threads;
    private int descriptors;

    @BeforeEach
    void listen() throws IOException {
        port = server.listen(ANY_PORT, request -> {
            answered.incrementAndGet();
            return CompletableFuture.completedFuture(Page.text("ok"));
        });
        threads = threads();
        descriptors = descriptors();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** An attack: returns a connection that the attacker keeps open. */
    private interface Attack {
        Socket open() throws IOException;
    }

    @Test
    void slowLoris() throws Exception {
        underAttack(() -> Raw.open(port.address(), "G"));
    }

    @Test
    void connectionsThatSendNothing() throws Exception {
        underAttack(() -> Raw.open(port.address(), ""));
    }

    @Test
    void tlsOnAPlainPort() throws Exception {
        underAttack(() -> Raw.open(port.address(), TLS_HELLO));
    }

    @Test
    void postWithoutItsBody() throws Exception {
        underAttack(() -> Raw.open(port.address(), "POST /healthz HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n"));
    }

    @Test
    void headsThatNeverEnd() throws Exception {
        String head = "GET / HTTP/1.1\r\nX: " + "x".repeat(RequestHead.MOST_BYTES - 100);
        underAttack(() -> Raw.open(port.address(), head));
    }

    @Test
    void aPortScan() throws Exception {
        underAttack(() -> {
            Socket socket =
                    new Socket(port.address().getAddress(), port.address().getPort());
            socket.setSoLinger(true, 0); // ends with a reset
            socket.close();
            return socket;
        });
    }

    @Test
    void aFloodOfRequests() throws Exception {
        byte[] request = "GET /healthz HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> attackers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            attackers.add(clients.submit(() -> {
                while (!over.get()) {
                    try (Socket socket = new Socket(
                            port.address().getAddress(), port.address().getPort())) {
                        socket.getOutputStream().write(request);
                        socket.getInputStream().readAllBytes();
                    } catch (IOException closedByServer) {
                        // as intended
                    }
                }
            }));
        }
        try {
            assertProbesAreAnswered();
        } finally {
            over.set(true);
            for (Future<?> attacker : attackers) {
                attacker.get();
            }
            clients.shutdown();
        }
        assertThat(answered.get()).as("requests during the flood").isGreaterThan(MANY);
    }

    /** The attacker keeps 1,000 connections open, and opens the next ones as those are closed. */
    private void underAttack(Attack attack) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Deque<Socket> open = new ArrayDeque<>();
        for (int i = 0; i < MANY; i++) {
            open.add(attack.open());
        }
        ExecutorService attacker = Executors.newSingleThreadExecutor();
        Future<?> attacking = attacker.submit(() -> {
            while (!over.get()) {
                open.remove().close();
                open.add(attack.open());
            }
            return null;
        });
        try {
            assertProbesAreAnswered();
        } finally {
            over.set(true);
            attacking.get();
            attacker.shutdown();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private void assertProbesAreAnswered() throws Exception {
        List<Duration> times = new ArrayList<>();
        int connections = 0;
        for (int i = 0; i < PROBES; i++) {
            long begun = System.nanoTime();
            assertThat(Raw.ask(port.address(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n");
            times.add(Duration.ofNanos(System.nanoTime() - begun));
            connections = Math.max(connections, descriptors() - descriptors - MANY);
            Thread.sleep(25);
        }
        times.sort(Comparator.naturalOrder());
        System.out.println("probes: median " + times.get(PROBES / 2).toMillis() + " ms, slowest "
                + times.get(PROBES - 1).toMillis() + " ms; at most " + connections + " connections; " + answered
                + " requests answered");
        // The attackers share the processors with the server: two probes may have waited for those.
        assertThat(times.get(PROBES - 3)).as("all probes but two").isLessThan(PROBE_LIMIT);
        assertThat(threads() - threads).as("threads, four clients included").isLessThanOrEqualTo(5);
        assertThat(connections)
                .as("connections of the server, with those of one step and a few of clients")
                .isLessThanOrEqualTo(limits.connections() + ServerLoop.ACCEPTS_A_STEP + 10);
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        }
    }
}
