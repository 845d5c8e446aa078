package io.kubeipvs.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.Workers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatientServerTest {
    private static final Pages PAGES = new Pages(Map.of("/hello", accept -> Page.text("hello " + accept)));

    @Test
    void waitsForAPortThatAnotherProgramHasAndStatesSoOnce() throws Exception {
        try (CapturedLog log = new CapturedLog();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            try (PatientServer server =
                    new PatientServer("hello", address, PAGES).start(Duration.ofMillis(20), Workers.unobserved())) {
                Thread.sleep(100);
                assertThat(server.address()).isEmpty();
                taken.close();
                Await.until(() -> assertThat(server.address()).isPresent());
                assertThat(Http.get(address, "/hello").body()).isEqualTo("hello ");
            }
            assertThat(log.lines("http_server_not_listening_will_retry name=hello "))
                    .hasSize(1);
            assertThat(log.lines("http_server_listens name=hello ")).hasSize(1);
        }
    }

    @Test
    void answersExactPathsOnly() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (PatientServer server =
                new PatientServer("hello", anyPort, PAGES).start(Duration.ofSeconds(5), Workers.unobserved())) {
            InetSocketAddress address = server.address().orElseThrow();
            assertThat(Http.get(address, "/hello", "Accept", "a/b").body()).isEqualTo("hello a/b");
            assertThat(Http.get(address, "/hello?x=1").statusCode()).isEqualTo(200);
            assertThat(Http.get(address, "/helloo").statusCode()).isEqualTo(404);
            assertThat(Http.get(address, "/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aWildcardIsOneForBothFamilies() throws Exception {
        try (PatientServer server = new PatientServer("hello", new InetSocketAddress("0.0.0.0", 0), PAGES)
                .start(Duration.ofSeconds(5), Workers.unobserved())) {
            assertThat(server.address().orElseThrow().getAddress().isAnyLocalAddress())
                    .isTrue();
            assertThat(Http.get(server.address().orElseThrow(), "/hello").statusCode())
                    .isEqualTo(200);
        }
    }
}
