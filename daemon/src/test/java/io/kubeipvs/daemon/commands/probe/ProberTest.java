package io.kubeipvs.daemon.commands.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.explain.ExplainDocument;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connects to real ports of the loopback link. */
class ProberTest {
    private static final Prober.Progress UNSEEN = (number, of) -> {};

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
    void printsEveryResultWithTheProblemsFirst() throws Exception {
        Prober prober = prober();
        prober.add(explained("TCP " + open, open));
        assertThat(new ProbeAnswer(prober.probe(UNSEEN), false).status()).isEqualTo(ExitStatus.OK);
        prober.add(explained("TCP " + closed, open));
        prober.add(explained("UDP 10.96.0.10:53", open));
        ProbeAnswer answer = new ProbeAnswer(prober.probe(UNSEEN), false);
        assertThat(answer.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(answer.text(Style.PLAIN, false).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "SERVICE ADDRESS RESULT VERDICT",
                        "default/web " + closed + " refuses data path: the address fails, and 1 of 1 endpoints answer",
                        " " + open + " connects",
                        "default/web " + open + " connects works",
                        " " + open + " connects",
                        "UDP 10.96.0.10:53: not tried, only TCP is");
    }

    @Test
    void ofAllServicesTheProblemsAreShownAndTheOthersCounted() throws Exception {
        Prober prober = prober();
        IntStream.range(0, 1000).forEach(i -> prober.add(new ProbeTarget("ns/s" + i, open, List.of(open))));
        prober.add(new ProbeTarget("shop/odd", closed, List.of(closed)));
        List<String> progress = new ArrayList<>();
        ProbeAnswer answer = new ProbeAnswer(prober.probe((number, of) -> progress.add(number + " of " + of)), true);
        assertThat(answer.text(Style.PLAIN, false).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "SERVICE ADDRESS RESULT VERDICT",
                        "shop/odd " + closed + " refuses pods: the address fails, and so does every endpoint",
                        " " + closed + " refuses",
                        "1000 of 1001 addresses work, with all their endpoints");
        assertThat(answer.text(Style.PLAIN, true).lines()).hasSize(1 + 2 * 1001 + 1);
        assertThat(progress).last().isEqualTo("2 of 2"); // each address once
    }

    @Test
    void endsWhenTheTimeIsOver() throws Exception {
        Prober prober = new Prober(Duration.ZERO);
        prober.add(explained("TCP " + open, open));
        assertThat(prober.probe(UNSEEN).addresses().get(0).verdict()).isEqualTo("not tried: the time is over");
    }

    private static Prober prober() {
        return new Prober(Duration.ofSeconds(60));
    }

    private String verdict(String vip, String... endpoints) throws Exception {
        Prober prober = prober();
        prober.add(explained("TCP " + vip, endpoints));
        return prober.probe(UNSEEN).addresses().get(0).verdict();
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
                                .map(server -> new ExplainDocument.Chosen(server, 1, "node", Optional.empty()))
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of()),
                new ExplainDocument.KernelPart(true, List.of(), Optional.empty()));
        return new ExplainDocument(List.of(packet), List.of(), List.of());
    }
}
