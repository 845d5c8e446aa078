package io.kubeipvs.daemon.servercheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.StatusRange;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.api.Pki;
import io.kubeipvs.daemon.sync.Reports;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of real servers on loopback, good ones and bad ones. */
class ServerChecksTest {
    private static final ServerCheck.Pace PACE = ServerCheck.Pace.DEFAULT
            .withInterval(Duration.ofMillis(20))
            .withTimeout(Duration.ofSeconds(2))
            .withRetryDelay(Duration.ofMillis(10))
            .withFall(2)
            .withRise(2);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final BlockingQueue<CheckResult> results = new LinkedBlockingQueue<>();
    private final ServerChecks checks =
            new ServerChecks(() -> 1000, MonotonicClock.SYSTEM, result -> counts.merge(result, 1, Integer::sum));

    @BeforeEach
    void start() {
        checks.start(Workers.unobserved(), results::add);
    }

    @AfterEach
    void end() {
        checks.close();
    }

    private static ServerCheck check(int port, ServerCheck.Request request) {
        return new ServerCheck(Ip.parse("127.0.0.1"), port, request, PACE);
    }

    private static ServerCheck.Request http() {
        return ServerCheck.Request.get(Kind.HTTP);
    }

    private void begin(ServerCheck... wanted) {
        Reports round = Reports.round();
        round.checks().begun().addAll(List.of(wanted));
        checks.roundEnded(round.build());
    }

    private void end(ServerCheck... unwanted) {
        Reports round = Reports.round();
        round.checks().ended().addAll(List.of(unwanted));
        checks.roundEnded(round.build());
    }

    /** The next transition; a check that begins reports that it counts as healthy. */
    private Optional<String> transition(ServerCheck check) throws InterruptedException {
        CheckResult result = results.poll(30, TimeUnit.SECONDS);
        assertThat(result).as("a result within 30 s").isNotNull();
        assertThat(result.check()).isEqualTo(check);
        return result.failure();
    }

    private void failsWith(ServerCheck check, String cause) throws InterruptedException {
        begin(check);
        assertThat(transition(check)).isEmpty();
        assertThat(transition(check)).contains(cause);
    }

    private void passes(ServerCheck check) {
        begin(check);
        Await.until(() -> assertThat(counts.getOrDefault("passed", 0)).isGreaterThan(3));
        assertThat(counts).containsOnlyKeys("passed");
        assertThat(results).containsExactly(new CheckResult(check, Optional.empty()));
    }

    private static int closedPort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void aPortThatIsOpenPasses() throws Exception {
        try (Answering server = new Answering(Socket::close)) {
            passes(check(server.port(), ServerCheck.Request.TCP));
        }
    }

    @Test
    void aPortThatIsClosedFails() throws Exception {
        failsWith(check(closedPort(), ServerCheck.Request.TCP), "the connection was refused");
        assertThat(counts).containsKey("refused");
        Await.until(() -> assertThat(checks.overview().unhealthy()).isOne());
        assertThat(checks.overview().failures().get(0).result()).isEqualTo("the connection was refused");
    }

    @Test
    void aServerThatRecoversIsHealthyAgain() throws Exception {
        AtomicBoolean isWell = new AtomicBoolean();
        try (Answering server = new Answering(client -> {
            Answering.head(client.getInputStream());
            Answering.send(client, isWell.get() ? OK : "HTTP/1.1 503 Busy\r\n\r\n");
            client.close();
        })) {
            ServerCheck check = check(server.port(), http());
            failsWith(check, "status 503 instead of 200-299");
            isWell.set(true);
            assertThat(transition(check)).isEmpty();
            Await.until(() -> assertThat(checks.overview().unhealthy()).isZero());
        }
    }

    @Test
    void theRequestIsWhatTheServiceChose() throws Exception {
        try (Answering server = Answering.sends(OK)) {
            passes(check(server.port(), http().withPath("/healthz?full").withHost("web.example.com")));
            assertThat(server.requests.get(0))
                    .startsWith("GET /healthz?full HTTP/1.1\r\nHost: web.example.com\r\n")
                    .contains("Connection: close\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.0 204 No Content\\n\\n",
                "HTTP/1.1 200\\r\\nContent-Length: 5\\r\\n\\r\\nhello",
                "HTTP/1.1 299 Odd\\r\\nA: b\\r\\n\\r\\n"
            })
    void answersThatPass(String answer) throws Exception {
        try (Answering server = Answering.sends(text(answer))) {
            passes(check(server.port(), http()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 302 Found\\r\\nLocation: http://127.0.0.1:1/\\r\\n\\r\\n | status 302 instead of 200-299",
                "HTTP/1.1 404 Not Found\\r\\n\\r\\n | status 404 instead of 200-299",
                "SSH-2.0-OpenSSH_9.6\\r\\n | the answer is not HTTP/1",
                "HTTP/1.1 9999\\r\\n\\r\\n | the answer is not HTTP/1",
                "HTTP/1.1 200 OK\\r\\nA: b\\r\\n | the server closed without a whole answer",
                "'' | the server closed without a whole answer"
            })
    void answersThatFail(String answer, String cause) throws Exception {
        try (Answering server = Answering.sends(text(answer))) {
            failsWith(check(server.port(), http()), cause);
        }
    }

    private static String text(String escaped) {
        return escaped.translateEscapes();
    }

    @Test
    void anotherStatusCanBeTheRightOne() throws Exception {
        try (Answering server = Answering.sends("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n")) {
            passes(check(server.port(), http().withHealthy(StatusRange.parse("200-399"))));
            assertThat(server.requests).allMatch(request -> request.startsWith("GET / "));
        }
    }

    @Test
    void aServerThatHangsFailsInTime() throws Exception {
        try (Answering server = new Answering(client -> Thread.sleep(60_000))) {
            ServerCheck slow = check(server.port(), http());
            ServerCheck check = new ServerCheck(
                    slow.address(), slow.port(), slow.request(), PACE.withTimeout(Duration.ofMillis(300)));
            failsWith(check, "no whole answer within 300ms");
            assertThat(counts).containsKey("timeout");
        }
    }

    @Test
    void aSlowAnswerPassesInTime() throws Exception {
        try (Answering server = new Answering(client -> {
            for (char letter : OK.toCharArray()) {
                Answering.send(client, String.valueOf(letter));
                Thread.sleep(1);
            }
        })) {
            passes(check(server.port(), http()));
        }
    }

    @Test
    void anEndlessHeadFails() throws Exception {
        try (Answering server = new Answering(client -> {
            Answering.send(client, "HTTP/1.1 200 OK\r\n");
            while (true) {
                Answering.send(client, "X-More: and more\r\n".repeat(100));
            }
        })) {
            failsWith(check(server.port(), http()), "the head of the answer is longer than 8192 bytes");
        }
    }

    @Test
    void theBodyIsNotRead() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Answering server = new Answering(client -> {
            Answering.send(client, "HTTP/1.1 200 OK\r\n\r\n");
            byte[] body = new byte[1 << 16];
            while (sent.addAndGet(body.length) < 1L << 34) {
                client.getOutputStream().write(body);
            }
        })) {
            ServerCheck check = check(server.port(), http());
            passes(check);
            end(check);
            assertThat(sent.get() / server.accepted.get()).isLessThan(64 << 20);
        }
    }

    @Test
    void socketsAreBounded() throws Exception {
        int many = ServerChecks.MOST_OPEN + 50;
        try (Answering server = new Answering(client -> Thread.sleep(60_000))) {
            ServerCheck[] wanted = new ServerCheck[many];
            Arrays.setAll(
                    wanted,
                    i -> new ServerCheck(
                            Ip.parse("127.0.0.1"),
                            server.port(),
                            http().withPath("/" + i),
                            PACE.withTimeout(Duration.ofMinutes(1))));
            begin(wanted);
            Await.until(() -> assertThat(server.accepted.get()).isEqualTo(ServerChecks.MOST_OPEN));
            Await.until(() -> assertThat(checks.overview().lateSeconds()).isPositive());
            assertThat(server.accepted.get()).isEqualTo(ServerChecks.MOST_OPEN);
            end(wanted);
            Await.until(() -> assertThat(checks.overview().servers()).isZero());
        }
    }

    @Test
    void aCheckThatEndedConnectsNoMore() throws Exception {
        try (Answering server = new Answering(Socket::close)) {
            ServerCheck check = check(server.port(), ServerCheck.Request.TCP);
            passes(check);
            end(check);
            Await.until(() -> assertThat(checks.overview().servers()).isZero());
            // Connections that wait to be accepted are older than this one, which the server closes.
            try (Socket last = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                assertThat(last.getInputStream().read()).isNegative();
            }
            int before = server.accepted.get();
            Thread.sleep(200);
            assertThat(server.accepted.get()).isEqualTo(before);
        }
    }

    @Test
    void aServerWithAnyCertificatePassesAndGetsTheChosenName(@TempDir Path folder) throws Exception {
        Pki pki = Pki.generate(folder, "other", "EC", "dns:another.example.com");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(pki.store(), Pki.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        List<String> names = new CopyOnWriteArrayList<>();
        try (Answering server = new Answering(socket, client -> {
            Answering.head(client.getInputStream());
            names.add(((ExtendedSSLSession) ((SSLSocket) client).getSession())
                    .getRequestedServerNames()
                    .toString());
            Answering.send(client, OK);
            client.close();
        })) {
            passes(check(server.port(), ServerCheck.Request.get(Kind.HTTPS).withHost("web.example.com:8443")));
            assertThat(names).allMatch(name -> name.contains("web.example.com"));
        }
    }

    @Test
    void aServerWithoutTlsFails() throws Exception {
        try (Answering server = new Answering(client -> {
            client.getInputStream().read();
            Answering.send(client, "HTTP/1.1 400 Bad Request\r\n\r\n");
            client.close();
        })) {
            ServerCheck check = check(server.port(), ServerCheck.Request.get(Kind.HTTPS));
            begin(check);
            assertThat(transition(check)).isEmpty();
            assertThat(transition(check).orElseThrow()).startsWith("TLS: ");
            assertThat(counts).containsOnlyKeys("tls");
        }
    }

    @Test
    void aServerThatHangsInTheHandshakeFailsInTime() throws Exception {
        try (Answering server = new Answering(client -> Thread.sleep(60_000))) {
            ServerCheck check = new ServerCheck(
                    Ip.parse("127.0.0.1"),
                    server.port(),
                    ServerCheck.Request.get(Kind.HTTPS),
                    PACE.withTimeout(Duration.ofMillis(300)));
            failsWith(check, "no whole answer within 300ms");
        }
    }
}
