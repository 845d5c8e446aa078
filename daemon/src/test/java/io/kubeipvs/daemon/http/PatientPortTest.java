package io.kubeipvs.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.Workers;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientPortTest {
    private static final Pages PAGES = new Pages(Map.of("/hello", request -> Page.text("hello " + request.accept())));

    private final HttpServer server = new HttpServer("test", Limits.PROBES, Workers.unobserved());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void waitsForAPortThatAnotherProgramHasAndStatesSoOnce() throws Exception {
        try (CapturedLog log = new CapturedLog();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            try (PatientPort port = new PatientPort(server, "hello", address, PAGES)
                    .start(Duration.ofMillis(20), Workers.unobserved())) {
                assertThat(port.address()).isEmpty();
                assertThat(port.problem().orElseThrow().cause())
                        .isEqualTo("port hello cannot be had on 127.0.0.1:" + address.getPort()
                                + ": Address already in use");
                taken.close();
                Await.until(() -> assertThat(port.address()).isPresent());
                assertThat(port.problem()).isEmpty();
                assertThat(Http.get(address, "/hello").body()).isEqualTo("hello ");
            }
            assertThat(log.lines("http_server_not_listening_will_retry name=hello "))
                    .singleElement()
                    .asString()
                    .contains("cause=\"Address already in use\" fix=\"");
            assertThat(log.lines("http_server_listens name=hello ")).hasSize(1);
            assertThat(log.lines("worker_failed")).isEmpty();
        }
    }

    @Test
    void aPortThatMustBeHadFails() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PatientPort port =
                    new PatientPort(server, "hello", (InetSocketAddress) taken.getLocalSocketAddress(), PAGES);
            assertThatThrownBy(port::listen).isInstanceOf(BindException.class);
        }
    }

    @Test
    void answersExactPathsOnly() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (PatientPort port = new PatientPort(server, "hello", anyPort, PAGES).listen()) {
            InetSocketAddress address = port.address().orElseThrow();
            assertThat(Http.get(address, "/hello", "Accept", "a/b").body()).isEqualTo("hello a/b");
            assertThat(Http.get(address, "/hello?x=1").statusCode()).isEqualTo(200);
            assertThat(Http.get(address, "/helloo").statusCode()).isEqualTo(404);
            assertThat(Http.get(address, "/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aWildcardIsOneForBothFamilies() throws Exception {
        try (PatientPort port = new PatientPort(server, "hello", new InetSocketAddress("0.0.0.0", 0), PAGES).listen()) {
            InetSocketAddress address = port.address().orElseThrow();
            assertThat(address.getAddress().isAnyLocalAddress()).isTrue();
            assertThat(Http.get(address, "/hello").statusCode()).isEqualTo(200);
            assertThat(Raw.ask(new InetSocketAddress("::1", address.getPort()), "GET /hello HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n");
        }
    }
}
