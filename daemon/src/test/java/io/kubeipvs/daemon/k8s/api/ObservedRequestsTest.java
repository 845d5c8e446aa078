package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An observer of requests that really go over a socket. */
class ObservedRequestsTest {
    private static final String LIST = "{\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}";

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<RequestObserver.Exchange> exchanges = new LinkedBlockingQueue<>();
    private final RequestObserver observer = new RequestObserver() {
        @Override
        public void answered(String host, String method, int code) {
            answers.add(host + " " + method + " " + code);
        }

        @Override
        public void read(Exchange exchange) {
            exchanges.add(exchange);
        }
    };
    private HttpServer server;
    private ApiConnection connection;
    private String host;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, 200, LIST));
        server.createContext("/api/v1/nodes", exchange -> answer(exchange, 403, "{}"));
        server.createContext(
                "/api/v1/namespaces",
                exchange -> answer(
                        exchange, 201, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        server.start();
        host = "127.0.0.1:" + server.getAddress().getPort();
        Config config = Config.empty();
        config.setMasterUrl("http://" + host + "/");
        connection = ApiClients.open(config, "0", observer);
    }

    @AfterEach
    void close() {
        connection.close();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void aListIsCountedWithTheBytesThatCame() throws Exception {
        try (InputStream list = connection.list("api/v1/services").bytes()) {
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LIST);
        }
        assertThat(next(answers)).isEqualTo(host + " GET 200");
        RequestObserver.Exchange exchange = next(exchanges);
        assertThat(exchange.host()).isEqualTo(host);
        assertThat(exchange.method()).isEqualTo("GET");
        assertThat(exchange.sent()).isZero();
        assertThat(exchange.received()).isEqualTo(LIST.length());
        assertThat(exchange.duration()).isPositive();
    }

    @Test
    void whatIsSentIsCounted() throws Exception {
        connection.create("api/v1/namespaces/a/configmaps", "{\"metadata\":{\"name\":\"ö\"}}");
        assertThat(next(answers)).isEqualTo(host + " POST 201");
        RequestObserver.Exchange exchange = next(exchanges);
        assertThat(exchange.sent()).isPositive().isEqualTo(exchange.received());
    }

    @Test
    void aRefusalHasItsCode() throws Exception {
        assertThatThrownBy(() -> connection.list("api/v1/nodes")).hasMessage("403 Forbidden");
        assertThat(next(answers)).isEqualTo(host + " GET 403");
        assertThat(next(exchanges).received()).isEqualTo(2);
    }

    @Test
    void aWatchIsARequestWithoutADuration() throws Exception {
        Duration patience = Duration.ofSeconds(20);
        try (InputStream stream = connection
                .watch("api/v1/services?watch=true", patience, patience)
                .bytes()) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(LIST);
        }
        assertThat(next(answers)).isEqualTo(host + " GET 200");
        assertThat(exchanges).isEmpty();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("reported within 20 s").isNotNull();
        return next;
    }
}
