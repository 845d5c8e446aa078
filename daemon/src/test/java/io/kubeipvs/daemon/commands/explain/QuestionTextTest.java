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
import io.kubeipvs.daemon.k8s.PodAddresses;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTextTest {
    private static final List<Ip> ADDRESSES = List.of(Ip.parse("10.36.0.3"), Ip.parse("fd00:36::3"));
    private static final PodAddresses PODS =
            (namespace, pod) -> namespace.equals("default") && pod.equals("web-0") ? ADDRESSES : List.of();

    @Test
    void readsServicesAddressesAndNodePorts() throws Exception {
        assertThat(QuestionText.read("default/web", "", PODS).target())
                .isEqualTo(new PacketQuestion.OfService(new ServiceName("default", "web")));
        assertThat(QuestionText.read("10.96.0.1:443", "", PODS).target())
                .isEqualTo(new PacketQuestion.At(new VirtualServer.Key(Ip.parse("10.96.0.1"), 443, Protocol.TCP)));
        assertThat(QuestionText.read("[fd00::1]:53/udp", "", PODS).target())
                .isEqualTo(new PacketQuestion.At(new VirtualServer.Key(Ip.parse("fd00::1"), 53, Protocol.UDP)));
        assertThat(QuestionText.read("node:30080/sctp", "", PODS).target())
                .isEqualTo(new PacketQuestion.NodePort(30080, Protocol.SCTP));
    }

    @Test
    void readsClients() throws Exception {
        assertThat(QuestionText.read("a/b", "", PODS).from()).isEmpty();
        assertThat(QuestionText.read("a/b", "outside", PODS).from())
                .isEqualTo(Optional.of(From.at(From.Place.OUTSIDE)));
        assertThat(QuestionText.read("a/b", "node", PODS).from()).isEqualTo(Optional.of(From.at(From.Place.NODE)));
        assertThat(QuestionText.read("a/b", "pod", PODS).from()).isEqualTo(Optional.of(From.at(From.Place.POD)));
        assertThat(QuestionText.read("a/b", "10.36.0.3", PODS).from())
                .isEqualTo(Optional.of(From.address(Ip.parse("10.36.0.3"))));
    }

    @Test
    void aPodHasItsAddresses() throws Exception {
        assertThat(QuestionText.read("a/b", "default/web-0", PODS).from())
                .isEqualTo(Optional.of(From.addresses(ADDRESSES)));
    }

    @Test
    void slicesThatCannotBeReadAreTheCause() {
        PodAddresses broken = (namespace, pod) -> {
            throw new IOException("403 Forbidden");
        };
        assertThatThrownBy(() -> QuestionText.read("a/b", "default/web-0", broken))
                .hasMessageStartingWith(
                        "--from: 'default/web-0': the EndpointSlices of namespace default cannot be read: 403 Forbidden;");
    }

    @Test
    void withoutTheKnowledgeOfPodsAllButTheirNamesIsChecked() throws Exception {
        QuestionText.check("a/b", "default/web-9");
        assertThatThrownBy(() -> QuestionText.check("a", "node")).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> QuestionText.check("a/b", "somewhere")).isInstanceOf(CommandException.class);
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
                "a/b | default/web-9 | --from: 'default/web-9': no EndpointSlice of namespace default has a pod of this name; give"
                        + " its address: kubectl -n default get pod web-9 -o jsonpath='{.status.podIP}'",
                "a/b | somewhere | --from: 'somewhere' is not allowed; allowed: an address, NAMESPACE/POD, pod, node, outside",
            })
    void aMistakeIsOneLine(String target, String from, String message) {
        assertThatThrownBy(() -> QuestionText.read(target, from, PODS))
                .isInstanceOf(CommandException.class)
                .hasMessage(message)
                .extracting(e -> ((CommandException) e).status())
                .isEqualTo(ExitStatus.USAGE);
    }
}
