package io.kubeipvs.daemon.commands.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.explain.ExplainDocument;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connects to real ports of the loopback link. */
class ProberTest {
    private ServerSocket good;
    private String open;
    private String closed;

    @BeforeEach
    void listen() throws IOException {
        good = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        open = "127.0.0.1:" + good.getLocalPort();
        try (ServerSocket unused = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            closed = "127.0.0.1:" + unused.getLocalPort();
        }
    }

    @AfterEach
    void close() throws IOException {
        good.close();
    }

    @Test
    void namesTheSideThatFails() throws Exception {
        assertThat(verdict(open, open)).isEqualTo("works");
        assertThat(verdict(closed, open, closed))
                .isEqualTo("data path: the address fails, and 1 of 2 endpoints answer");
        assertThat(verdict(closed, closed)).isEqualTo("pods: the address fails, and so does every endpoint");
        assertThat(verdict(open, open, closed)).isEqualTo("pods: 1 of 2 endpoints fail");
        assertThat(verdict(closed)).startsWith("no endpoint may get connections of this node");
    }

    @Test
    void printsEveryResultAndFailsIfOneFails() throws Exception {
        Prober prober = new Prober();
        prober.probe(explained("TCP " + open, open));
        assertThat(new ProbeAnswer(prober.document()).status()).isEqualTo(ExitStatus.OK);
        prober.probe(explained("TCP " + closed, open));
        prober.probe(explained("UDP 10.96.0.10:53", open));
        ProbeAnswer answer = new ProbeAnswer(prober.document());
        assertThat(answer.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(answer.text(Style.PLAIN, false).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "SERVICE ADDRESS RESULT VERDICT",
                        "default/web " + open + " connects works",
                        " " + open + " connects",
                        "default/web " + closed + " refuses data path: the address fails, and 1 of 1 endpoints answer",
                        " " + open + " connects",
                        "UDP 10.96.0.10:53: not tried, only TCP is");
    }

    private String verdict(String vip, String... endpoints) throws InterruptedException {
        Prober prober = new Prober();
        prober.probe(explained("TCP " + vip, endpoints));
        return prober.document().addresses().get(0).verdict();
    }

    private static ExplainDocument explained(String to, String... endpoints) {
        ExplainDocument.Explained packet = new ExplainDocument.Explained(
                new ExplainDocument.PacketPart(
                        to,
                        "192.168.1.2",
                        "a process of this node",
                        Optional.of(new ExplainDocument.ServicePart("default/web", "80/TCP", ""))),
                new ExplainDocument.Way(List.of(), "served"),
                new ExplainDocument.Endpoints(
                        Stream.of(endpoints)
                                .map(server -> new ExplainDocument.Chosen(server, 1, "node"))
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of()),
                new ExplainDocument.KernelPart(true, List.of(), Optional.empty()));
        return new ExplainDocument(List.of(packet), List.of(), List.of());
    }
}
