package io.kubeipvs.netlink.sockdiag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.Wire;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** The sockets of this machine, and the answer of a kernel that cannot list them. */
class SocketDiagClientTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    @Test
    void findsTheSocketsThatWaitForClientsAndNoOthers() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket listening = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, listening.getLocalPort());
                Socket accepted = listening.accept();
                DatagramSocket free = new DatagramSocket(new InetSocketAddress(loopback, 0));
                DatagramSocket connected = new DatagramSocket(new InetSocketAddress(loopback, 0));
                SocketDiagClient diag = SocketDiagClient.open()) {
            connected.connect(loopback, free.getLocalPort());
            assertThat(accepted.isConnected()).isTrue();
            assertThat(diag.listening())
                    .contains(
                            new ListeningSocket(TCP, Address.parse("127.0.0.1"), listening.getLocalPort()),
                            new ListeningSocket(UDP, Address.parse("127.0.0.1"), free.getLocalPort()))
                    .doesNotContain(
                            new ListeningSocket(TCP, Address.parse("127.0.0.1"), client.getLocalPort()),
                            new ListeningSocket(UDP, Address.parse("127.0.0.1"), connected.getLocalPort()));
        }
    }

    @Test
    void anAddressOfIpv6IsReadWhole() throws Exception {
        assertThat(Golden.decode(Golden.bytes("sockdiag/listening"), message -> DiagCodec.decode(message, TCP)))
                .containsExactly(
                        new ListeningSocket(TCP, Address.parse("fd00::1:2"), 443),
                        new ListeningSocket(TCP, Address.parse("0.0.0.0"), 10250));
    }

    @Test
    void answersSurviveDamage() {
        Golden.assertSurvivesDamage("sockdiag/listening", message -> DiagCodec.decode(message, TCP));
    }

    @Test
    void aKernelWithoutDiagnosisRefuses() {
        ScriptedTransport kernel = new ScriptedTransport(
                (requests, replies) -> replies.datagram(Wire.ack(requests.get(0).sequence(), Errno.ENOENT.code())));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SocketDiagClient.over(kernel).listening())
                .withMessageStartingWith("list listening TCP sockets refused: ENOENT");
    }
}
