package io.kubeipvs.daemon.commands.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections.Connection;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections.Side;
import org.junit.jupiter.api.Test;

class ConnectionsAnswerTest {
    private static final Connection ONE = new Connection(
            "TCP",
            "ESTABLISHED",
            899,
            new Side(Ip.parse("10.36.1.8"), 41954),
            new Side(Ip.parse("10.96.0.1"), 443),
            new Side(Ip.parse("10.36.0.4"), 8080));

    private static String text(int limit, int connections) {
        ConnectionsAnswer.Collector collector = new ConnectionsAnswer.Collector(limit);
        for (int i = 0; i < connections; i++) {
            collector.add(ONE);
        }
        return collector.answer("IPVS connection entries").text(Style.PLAIN, false);
    }

    @Test
    void hasTheFormOfIpvsadm() {
        assertThat(text(0, 1)).isEqualTo("""
                IPVS connection entries
                pro expire state       source             virtual            destination
                TCP 14:59  ESTABLISHED 10.36.1.8:41954    10.96.0.1:443      10.36.0.4:8080
                """);
    }

    @Test
    void countsThoseThatItOmits() {
        assertThat(text(2, 5).lines()).hasSize(5).last().isEqualTo("and 3 more; --limit 0 prints all");
        assertThat(text(5, 5)).doesNotContain("more");
    }
}
