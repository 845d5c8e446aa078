package io.kubeipvs.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, with bytes that no ordinary client sends. */
class HttpServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String GET = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LARGE = "x".repeat(20_000_000);

    private final HttpServer server =
            new HttpServer("test", new Limits(20, SHORT, SHORT, SHORT, SHORT), Workers.unobserved());
    private HttpPort port;

    @BeforeEach
    void listen() throws IOException {
        port = server.listen(
                ANY_PORT,
                new Pages(Map.of(
                        "/hello", request -> Page.text("hello " + request.accept()),
                        "/large", request -> Page.text(LARGE),
                        "/fails",
                                request -> {
                                    throw new IllegalStateException("on purpose");
                                },
                        "/deep",
                                request -> {
                                    throw new StackOverflowError();
                                })));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /hello HTTP/1.0\r\n\r\n",
                "GET /hello?verbose HTTP/1.1\nHost: x\n\n",
                "GET http://node:10256/hello HTTP/1.1\r\n\r\n",
                "GET /hello HTTP/1.1\r\nContent-Length: 5\r\n\r\nbody!",
                "GET /hello HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
                "GET /hello HTTP/1.1\r\n\r\nGET /second HTTP/1.1\r\n\r\n"
            })
    void answersOneRequestAndCloses(String request) throws IOException {
        assertThat(ask(request))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Length: 6\r\n", "\r\nConnection: close\r\n", "\r\nDate: ")
                .endsWith("\r\n\r\nhello ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "GET\r\n\r\n",
                "GET /hello\r\n\r\n",
                "GET /hello HTTP/1.1 more\r\n\r\n",
                "GET  HTTP/1.1\r\n\r\n",
                "get /hello HTTP/1.1\r\n\r\n",
                "\r\n\r\n",
                "SSH-2.0-client\r\n\r\n"
            })
    void refusesWhatIsNoRequestAtOnce(String bytes) throws IOException {
        assertThat(ask(bytes)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void refusesHttp2() throws IOException {
        assertThat(ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 505 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"})
    void servesGetAndHeadOnlyAndWaitsForNoBody(String method) throws IOException {
        assertThat(ask(method + " /hello HTTP/1.1\r\nContent-Length: 1000\r\n\r\n"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\n");
    }

    @Test
    void headHasTheSameHeadWithoutBody() throws IOException {
        assertThat(ask("HEAD /hello HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Length: 6\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aHeadThatArrivesInPiecesIsAnswered() throws Exception {
        try (Socket socket = Raw.open(port.address(), "GET /hel")) {
            socket.getOutputStream().write("lo HTTP/1.1\r\nAccept: a/b\r\naccept: c\r\n\r".getBytes());
            socket.getOutputStream().flush();
            socket.getOutputStream().write("\n".getBytes());
            assertThat(Raw.rest(socket)).endsWith("hello a/b,c");
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        assertThat(ask("GET /hello HTTP/1.1\r\nCookie: " + "x".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET /hello HTTP/1.1\r\n", "GET /hello HTTP/1.1\r\nHost: x\r\n"})
    void whoDoesNotFinishARequestIsClosed(String begun) throws IOException {
        assertThat(ask(begun)).isEmpty();
    }

    @Test
    void whoSendsOneByteAfterTheOtherIsClosedToo() throws Exception {
        try (Socket socket = Raw.open(port.address(), "GET /hello HTTP/1.1\r\nX: ")) {
            Await.until(() -> assertThatThrownBy(() -> {
                        socket.getOutputStream().write('x');
                        socket.getOutputStream().flush();
                    })
                    .isInstanceOf(IOException.class));
        }
        assertThat(ask(GET)).endsWith("hello ");
    }

    @Test
    void whoDoesNotReadTheAnswerIsClosed() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(port.address());
            slow.getOutputStream().write("GET /large HTTP/1.1\r\n\r\n".getBytes());
            Await.until(() -> assertThatThrownBy(() -> {
                        slow.getOutputStream().write('x');
                        slow.getOutputStream().flush();
                    })
                    .isInstanceOf(IOException.class));
        }
    }

    @Test
    void aLargeAnswerArrivesWhole() throws IOException {
        // With the limits of the program: 20 MB take long on a busy machine.
        try (HttpServer patient = new HttpServer("patient", Limits.PAGES, Workers.unobserved())) {
            HttpPort open = patient.listen(ANY_PORT, new Pages(Map.of("/large", request -> Page.text(LARGE))));
            assertThat(Raw.ask(open.address(), "GET /large HTTP/1.1\r\n\r\n")).endsWith(LARGE);
        }
    }

    @Test
    void aPageThatFailsIsAnsweredAndTheServerGoesOn() throws IOException {
        try (CapturedLog log = new CapturedLog()) {
            assertThat(ask("GET /fails HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
            assertThat(ask("GET /deep HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 500 ");
            assertThat(log.lines(
                            "request_failed path=\"/fails\" cause=\"java.lang.IllegalStateException: on purpose\""))
                    .hasSize(1);
        }
        assertThat(ask(GET)).endsWith("hello ");
    }

    @Test
    void aPortThatIsClosedIsFreeAtOnce() throws IOException {
        for (int i = 0; i < 50; i++) {
            HttpPort first = server.listen(ANY_PORT, request -> CompletableFuture.completedFuture(Page.text("first")));
            InetSocketAddress address = first.address();
            first.close();
            assertThatThrownBy(() -> Raw.ask(address, GET)).isInstanceOf(ConnectException.class);
            try (HttpPort second =
                    server.listen(address, request -> CompletableFuture.completedFuture(Page.text("second")))) {
                assertThat(Raw.ask(second.address(), GET)).endsWith("second");
            }
        }
    }

    @Test
    void aPageThatAnotherThreadMakesIsSentWhenItIsComplete() throws Exception {
        CompletableFuture<Page> later = new CompletableFuture<>();
        try (HttpPort slow = server.listen(ANY_PORT, request -> later);
                Socket socket = Raw.open(slow.address(), GET)) {
            assertThat(ask(GET)).endsWith("hello "); // others do not wait
            later.complete(Page.text(LARGE));
            assertThat(Raw.rest(socket)).startsWith("HTTP/1.1 200 OK\r\n").hasSizeGreaterThan(LARGE.length());
        }
    }

    @Test
    void aPageThatAnotherThreadCannotMakeIsAFailure() throws Exception {
        CompletableFuture<Page> later = new CompletableFuture<>();
        try (CapturedLog log = new CapturedLog();
                HttpPort slow = server.listen(ANY_PORT, request -> later);
                Socket socket = Raw.open(slow.address(), GET)) {
            later.completeExceptionally(new IllegalStateException("on purpose"));
            assertThat(Raw.rest(socket)).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
            assertThat(log.lines(
                            "request_failed path=\"/hello\" cause=\"java.lang.IllegalStateException: on purpose\""))
                    .hasSize(1);
        }
    }

    @Test
    void aPageThatIsNeverMadeEndsTheConnection() throws Exception {
        CompletableFuture<Page> never = new CompletableFuture<>();
        try (HttpPort slow = server.listen(ANY_PORT, request -> never)) {
            assertThat(Raw.ask(slow.address(), GET)).isEmpty();
            never.complete(Page.text("too late"));
        }
        assertThat(ask(GET)).endsWith("hello ");
    }

    @Test
    void aServerThatIsClosedLeavesNoPort() throws IOException {
        server.close();
        assertThatThrownBy(() -> ask(GET)).isInstanceOf(ConnectException.class);
        port.close();
    }

    @Test
    void aThreadThatFailedServesTheSamePortsAgain() throws Exception {
        Workers.Timing quick = new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofHours(1));
        Workers workers = new Workers(WorkerObserver.NONE, quick, () -> {});
        try (CapturedLog log = new CapturedLog();
                HttpServer its = new HttpServer("other", Limits.PROBES, workers);
                HttpPort itsPort = its.listen(ANY_PORT, request -> {
                    if (request.path().equals("/error")) {
                        throw new AssertionError("on purpose");
                    }
                    return CompletableFuture.completedFuture(Page.text("well"));
                })) {
            assertThat(Raw.ask(itsPort.address(), "GET /error HTTP/1.1\r\n\r\n"))
                    .isEmpty();
            assertThat(Raw.ask(itsPort.address(), GET)).endsWith("well");
            assertThat(log.lines("worker_failed worker=\"other\"")).hasSize(1);
        }
    }

    private String ask(String bytes) throws IOException {
        return Raw.ask(port.address(), bytes);
    }
}
