package io.kubeipvs.daemon.commands.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.trace.TracedPacket;
import io.kubeipvs.daemon.kernel.trace.TracedPacket.Header;
import io.kubeipvs.daemon.kernel.trace.TracedPacket.Passage;
import io.kubeipvs.daemon.kernel.trace.TracedPacket.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceAnswerTest {
    private static final String CLIENT = "10.36.0.2:41822";
    private static final String VIP = "10.96.0.1:80";
    private static final String POD = "10.36.0.1:8080";
    private static final Table OURS = new Table("ip kube-proxy", true);
    private static final Passage INPUT = new Passage(
            "input", OURS, List.of("input", "ask", "cluster"), "pods keep their address", "accept", header(VIP));
    private static final Passage FORWARDED =
            new Passage("postrouting", OURS, List.of("postrouting"), "", "accept", header(POD));

    @Test
    void showsChainsTheChoiceOfIpvsAndTheEnd() {
        TraceAnswer answer = answer(INPUT, FORWARDED);
        assertThat(answer.text(Style.PLAIN, false)).isEqualTo("""
                        10.36.0.2:41822 > 10.96.0.1:80
                          input        ip kube-proxy input > ask > cluster: accept  "pods keep their address"
                          IPVS         chose real server 10.36.0.1:8080
                          = sent to 10.36.0.1:8080
                        """);
        assertThat(answer.text(Style.PLAIN, true)).contains("  postrouting  ip kube-proxy postrouting: accept\n");
        assertThat(answer.status()).isEqualTo(ExitStatus.OK);
    }

    @Test
    void namesTheChainOfAnotherProgramThatDrops() {
        Passage drop =
                new Passage("input", new Table("inet firewall", false), List.of("in"), "handle 7", "drop", header(VIP));
        TraceAnswer answer = answer(drop);
        assertThat(answer.text(Style.PLAIN, false))
                .contains("  input        inet firewall (not of kube-ipvs) in: drop  \"handle 7\"\n")
                .contains("  = dropped or rejected in chain in of table inet firewall, of another program\n");
        assertThat(answer.status()).isEqualTo(ExitStatus.FAILED);
    }

    @Test
    void withoutAPacketItExplainsHowToGetOne() {
        TraceAnswer none = new TraceAnswer(TraceDocument.of(List.of(), true));
        assertThat(none.text(Style.PLAIN, false))
                .isEqualTo("no such packet came: connect again while trace runs, and check --from\n"
                        + "steps are missing: packets came faster than they could be read\n");
        assertThat(none.status()).isEqualTo(ExitStatus.FAILED);
    }

    private static Header header(String to) {
        return new Header(CLIENT, to, "");
    }

    private static TraceAnswer answer(Passage... passages) {
        return new TraceAnswer(TraceDocument.of(List.of(new TracedPacket(CLIENT, VIP, List.of(passages))), false));
    }
}
