package io.kubeipvs.daemon.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Listener;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.ClosedException;
import io.kubeipvs.netlink.sockdiag.ListeningSocket;
import io.kubeipvs.netlink.sockdiag.SocketDiagClient;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeListenersTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    @Test
    void areThePortsThatOtherHostsReach() {
        assertThat(NodeListeners.listeners(List.of(
                        socket(TCP, "0.0.0.0", 22),
                        socket(TCP, "::", 10250),
                        socket(TCP, "192.168.1.2", 443),
                        socket(TCP, "127.0.0.1", 10248),
                        socket(TCP, "::1", 6060),
                        socket(UDP, "0.0.0.0", 53),
                        socket(UDP, "0.0.0.0", 45_000))))
                .containsExactlyInAnyOrder(
                        listener(Protocol.TCP, "0.0.0.0", 22),
                        listener(Protocol.TCP, "::", 10250),
                        listener(Protocol.TCP, "192.168.1.2", 443),
                        listener(Protocol.UDP, "0.0.0.0", 53));
    }

    @Test
    void areReadAgain() throws Exception {
        AtomicReference<Set<Listener>> read = new AtomicReference<>(Set.of());
        try (NodeListeners listeners = new NodeListeners(read::set, SocketDiagClient::open, Duration.ofMillis(10))) {
            listeners.start(Workers.unobserved());
            try (ServerSocket server = new ServerSocket(0)) {
                Await.until(
                        () -> assertThat(read.get()).extracting(Listener::port).contains(server.getLocalPort()));
            }
        }
    }

    @Test
    void areReadOnceTheKernelAnswersAndTheTroubleIsLoggedOnce() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        AtomicReference<Set<Listener>> read = new AtomicReference<>(Set.of());
        NodeListeners.Opener opener = () -> {
            if (attempts.incrementAndGet() < 4) {
                throw new ClosedException();
            }
            return SocketDiagClient.open();
        };
        try (CapturedLog log = new CapturedLog();
                ServerSocket server = new ServerSocket(0);
                NodeListeners listeners = new NodeListeners(read::set, opener, Duration.ofMillis(10))) {
            listeners.start(Workers.unobserved());
            Await.until(() -> assertThat(read.get()).extracting(Listener::port).contains(server.getLocalPort()));
            assertThat(log.lines("node_listeners_unreadable_will_retry")).hasSize(1);
        }
    }

    private static ListeningSocket socket(int protocol, String address, int port) {
        return new ListeningSocket(protocol, Address.parse(address), port);
    }

    private static Listener listener(Protocol protocol, String address, int port) {
        return new Listener(protocol, Ip.parse(address), port);
    }
}
