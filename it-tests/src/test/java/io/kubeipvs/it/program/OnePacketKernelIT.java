package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Pod;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Why one-packet scheduling ({@code ipvsadm -o}) is no option of a Service: with masquerading, the kernel does not translate the
 * answers. docs/adr/0029 draws the conclusion.
 */
class OnePacketKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final String SERVER = "10.36.0.1";

    private KernelNamespace node;
    private Pod pod;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        pod = new Pod(node, 1, "p1", SERVER);
        client = new Pod(node, 2, "client", "10.36.0.2");
        node.run("ip", "link", "add", "vips", "type", "dummy");
        node.run("ip", "link", "set", "vips", "up");
        node.run("ip", "addr", "add", VIP + "/32", "dev", "vips");
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
    }

    @AfterEach
    void tearDown() throws Exception {
        pod.close();
        client.close();
        node.close();
    }

    @Test
    void theAnswerComesFromTheVipOnlyWithoutIt() throws Exception {
        for (String conntrack : List.of("0", "1")) {
            serve();
            node.run("sysctl", "-qw", "net.ipv4.vs.conntrack=" + conntrack);
            assertThat(answerer()).as("conntrack " + conntrack).isEqualTo(VIP);
            serve("-o");
            assertThat(answerer()).as("one packet, conntrack " + conntrack).isEqualTo(SERVER);
        }
    }

    private void serve(String... flags) {
        node.run("ipvsadm", "-C");
        node.run("sh", "-c", "ipvsadm -A -u " + VIP + ":80 -s rr " + String.join(" ", flags));
        node.run("ipvsadm", "-a", "-u", VIP + ":80", "-r", SERVER + ":" + Pod.PORT, "-m");
    }

    /** The source address of the answer to a question to the VIP. */
    private String answerer() throws Exception {
        return client.namespace().call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(10_000);
                byte[] question = "who?".getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(question, question.length, InetAddress.getByName(VIP), 80));
                DatagramPacket answer = new DatagramPacket(new byte[512], 512);
                socket.receive(answer);
                return answer.getAddress().getHostAddress();
            }
        });
    }
}
