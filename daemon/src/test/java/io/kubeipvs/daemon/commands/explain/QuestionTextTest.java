package io.kubeipvs.daemon.commands.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.explain.From;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTextTest {
    @Test
    void readsServicesAddressesAndNodePorts() throws Exception {
        assertThat(QuestionText.read("default/web", "").target())
                .isEqualTo(new PacketQuestion.OfService(new ServiceName("default", "web")));
        assertThat(QuestionText.read("10.96.0.1:443", "").target())
                .isEqualTo(new PacketQuestion.At(new VirtualServer.Key(Ip.parse("10.96.0.1"), 443, Protocol.TCP)));
        assertThat(QuestionText.read("[fd00::1]:53/udp", "").target())
                .isEqualTo(new PacketQuestion.At(new VirtualServer.Key(Ip.parse("fd00::1"), 53, Protocol.UDP)));
        assertThat(QuestionText.read("node:30080/sctp", "").target())
                .isEqualTo(new PacketQuestion.NodePort(30080, Protocol.SCTP));
    }

    @Test
    void readsClients() throws Exception {
        assertThat(QuestionText.read("a/b", "").from()).isEmpty();
        assertThat(QuestionText.read("a/b", "outside").from()).isEqualTo(Optional.of(From.at(From.Place.OUTSIDE)));
        assertThat(QuestionText.read("a/b", "node").from()).isEqualTo(Optional.of(From.at(From.Place.NODE)));
        assertThat(QuestionText.read("a/b", "pod").from()).isEqualTo(Optional.of(From.at(From.Place.POD)));
        assertThat(QuestionText.read("a/b", "10.36.0.3").from())
                .isEqualTo(Optional.of(From.address(Ip.parse("10.36.0.3"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "web | \"\" | 'web' is not allowed; allowed: NAMESPACE/SERVICE, an address and port such as 10.96.0.1:443 or"
                        + " [fd00::1]:53/udp, or node:30080",
                "10.96.0.1 | \"\" | '10.96.0.1' is not allowed; allowed: NAMESPACE/SERVICE, an address and port such as"
                        + " 10.96.0.1:443 or [fd00::1]:53/udp, or node:30080",
                "10.96.0.1:70000 | \"\" | '10.96.0.1:70000': port 70000 is not allowed; allowed: 1 to 65535",
                "node:0 | \"\" | 'node:0': port 0 is not allowed; allowed: 1 to 65535",
                "a/b | default/web-0 | --from: 'default/web-0' is not allowed: kube-ipvs knows no names of pods; give its address:"
                        + " kubectl -n default get pod web-0 -o jsonpath='{.status.podIP}'",
                "a/b | somewhere | --from: 'somewhere' is not allowed; allowed: an address, pod, node, outside",
            })
    void aMistakeIsOneLine(String target, String from, String message) {
        assertThatThrownBy(() -> QuestionText.read(target, from))
                .isInstanceOf(CommandException.class)
                .hasMessage(message)
                .extracting(e -> ((CommandException) e).status())
                .isEqualTo(ExitStatus.USAGE);
    }
}
