package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.HostPort;
import io.kubeipvs.daemon.config.Serving;
import io.kubeipvs.daemon.http.Handler;
import io.kubeipvs.daemon.http.Http;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.work.Workers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    private final Endpoints endpoints = new Endpoints(Workers.unobserved());

    @AfterEach
    void close() {
        endpoints.close();
    }

    @Test
    void aTakenPortIsNamedAndServedWhenItIsFree() throws Exception {
        try (CapturedLog log = new CapturedLog();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            open(Serving.DEFAULT.withHealthz(ANY).withMetrics(new HostPort("127.0.0.1", address.getPort())));
            assertThat(endpoints.problems())
                    .extracting(Problem::cause)
                    .containsExactly("port metrics cannot be had on 127.0.0.1:" + address.getPort()
                            + ": Address already in use");
            taken.close();
            Await.until(() -> assertThat(endpoints.problems()).isEmpty());
            assertThat(Http.get(address, "/").body()).isEqualTo("metrics");
        }
    }

    @Test
    void endsTheProgramWhereTheConfigurationWantsThat() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostPort address = new HostPort("127.0.0.1", taken.getLocalPort());
            Serving serving = Serving.DEFAULT.withHealthz(ANY).withMetrics(ANY).withHardFail(true);
            assertThatThrownBy(() -> open(serving.withMetrics(address)))
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "--metrics-bind-address " + address + ": Address already in use; give an address and port"
                                    + " of this host that is free, or set bindAddressHardFail to false");
            assertThatThrownBy(() -> open(serving.withHealthz(address)))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("--healthz-bind-address ");
        }
    }

    private void open(Serving serving) throws StartException {
        endpoints.open(serving, page("health"), page("metrics"));
    }

    private static Handler page(String text) {
        return request -> CompletableFuture.completedFuture(Page.text(text));
    }
}
