package io.kubeipvs.daemon.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.it.support.KernelNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tracer on a kernel with nf_tables; it needs no IPVS. */
class PacketTracerKernelIT {
    private static final String ADDRESS = "127.0.0.5";
    private static final VirtualServer.Key TO = new VirtualServer.Key(Ip.parse(ADDRESS), 9, Protocol.UDP);

    private KernelNamespace namespace;

    @BeforeEach
    void open() {
        namespace = KernelNamespace.withLoopback();
        namespace.run("nft", "add table inet firewall");
        namespace.run("nft", "add chain inet firewall in { type filter hook input priority 0; }");
        namespace.run("nft", "add chain inet firewall deny");
        namespace.run("nft", "add rule inet firewall in ip daddr " + ADDRESS + " goto deny");
        namespace.run("nft", "add rule inet firewall deny drop comment \"closed\"");
    }

    @AfterEach
    void close() {
        namespace.close();
    }

    @Test
    void showsWhereAPacketEndsAndLeavesNothingBehind() throws Exception {
        String before = ruleset();
        List<TracedPacket> packets;
        try (PacketTracer tracer = namespace.call(() -> PacketTracer.open(TO, Optional.empty(), 2))) {
            assertThat(ruleset()).contains("table ip kube-ipvs-trace");
            send("127.0.0.6");
            send(ADDRESS);
            send(ADDRESS);
            packets = tracer.follow(Duration.ofSeconds(20));
            assertThat(tracer.isLossy()).isFalse();
        }
        assertThat(ruleset()).isEqualTo(before);
        assertThat(packets).hasSize(2).allSatisfy(packet -> {
            assertThat(packet.from()).startsWith("127.0.0.1:");
            assertThat(packet.to()).isEqualTo(ADDRESS + ":9");
            assertThat(packet.end())
                    .isEqualTo("dropped or rejected in chain deny of table inet firewall, of another program");
            TracedPacket.Passage last = packet.passages().get(packet.passages().size() - 1);
            assertThat(last.hook()).isEqualTo("input");
            assertThat(last.chains()).containsExactly("in", "deny");
            assertThat(last.rule()).isEqualTo("closed");
        });
    }

    @Test
    void onlyTheAskedClientIsFollowed() throws Exception {
        try (PacketTracer tracer =
                namespace.call(() -> PacketTracer.open(TO, Optional.of(Ip.parse("127.0.0.77")), 1))) {
            send(ADDRESS);
            assertThat(tracer.follow(Duration.ofSeconds(1))).isEmpty();
        }
    }

    @Test
    void aSecondTraceIsRefusedWithAFix() throws Exception {
        try (PacketTracer tracer = namespace.call(() -> PacketTracer.open(TO, Optional.empty(), 1))) {
            assertThatThrownBy(() -> namespace.call(() -> PacketTracer.open(TO, Optional.empty(), 1)))
                    .isInstanceOf(KernelUnavailableException.class)
                    .hasMessageContaining("kube-ipvs-trace");
            assertThat(tracer.follow(Duration.ZERO)).isEmpty();
        }
    }

    private String ruleset() {
        return namespace.run("nft", "list", "ruleset");
    }

    private void send(String address) throws Exception {
        namespace.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), 9));
            } catch (IOException dropped) {
                // A rule may drop it at once.
            }
            return null;
        });
    }
}
