package io.kubeipvs.daemon.commands.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.explain.ExplainDocument.Explained;
import io.kubeipvs.daemon.commands.explain.ExplainDocument.KernelPart;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ExplainAnswerTest {
    private static final KernelPart AGREES = new KernelPart(true, List.of(), Optional.empty());
    private static final KernelPart DIFFERS =
            new KernelPart(false, List.of("virtual server TCP 10.96.0.1:80 is missing"), Optional.empty());

    @Test
    void printsStepsEndpointsAndTheComparison() {
        ExplainDocument document = document("served", AGREES);
        assertThat(new ExplainAnswer(document).text(Style.PLAIN, false)).isEqualTo("""
                        default/web  port http 80/TCP  internal policy Cluster, external policy Cluster, no session affinity

                        A pod of this node (10.36.0.3) connects to TCP 10.96.0.1:80
                          1  address  10.96.0.1 is a VIP of this node
                          2  ipvs     virtual server TCP 10.96.0.1:80, scheduler rr
                                       10.36.0.1:8080  weight 1
                                       10.36.0.4:8080  weight 1  check http://10.36.0.4:8080/ 1s ago: status 503, 2 in a row
                                       10.36.0.5:8080  weight 1  check http://10.36.0.5:8080/: not checked yet
                                       10.36.0.9:8080  weight 0, drains since 12m, at most 1h
                          =  served
                          Not chosen: 10.36.0.2:8080 is not ready
                          An external client instead: refused at once
                          The kernel agrees (compared now).
                        Note: spec.externalIPs 127.0.0.1: is a loopback address; it is not served

                        Other program: chain ip filter FORWARD (hook forward): its policy drops replies of endpoints
                          fix: iptables -I FORWARD
                        """);
        assertThat(new ExplainAnswer(document).status()).isEqualTo(ExitStatus.OK);
    }

    @Test
    void failsIfAPacketIsNotServedOrTheKernelDiffers() {
        assertThat(new ExplainAnswer(document("refused", AGREES)).status()).isEqualTo(ExitStatus.FAILED);
        ExplainAnswer different = new ExplainAnswer(document("served", DIFFERS));
        assertThat(different.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(different.text(Style.PLAIN, false))
                .contains("  The kernel differs:\n    virtual server TCP 10.96.0.1:80 is missing\n");
        ExplainDocument none = new ExplainDocument(List.of(), List.of("Service default/x is not proxied"), List.of());
        assertThat(new ExplainAnswer(none).status()).isEqualTo(ExitStatus.FAILED);
        assertThat(new ExplainAnswer(none).text(Style.PLAIN, false))
                .isEqualTo("Note: Service default/x is not proxied\n");
    }

    @Test
    void theSocketKeepsEveryPart() {
        JsonMapper json = JsonMapper.builder().build();
        for (KernelPart kernel : List.of(AGREES, DIFFERS)) {
            ExplainDocument document = document("served", kernel);
            assertThat(json.readValue(json.writeValueAsString(document), ExplainDocument.class))
                    .isEqualTo(document);
        }
    }

    private static ExplainDocument.Chosen chosen(String server, Optional<CheckOverview.Last> check) {
        return new ExplainDocument.Chosen(server, 1, "client", check);
    }

    private static ExplainDocument document(String fate, KernelPart kernel) {
        Explained packet = new Explained(
                new ExplainDocument.PacketPart(
                        "TCP 10.96.0.1:80",
                        "10.36.0.3",
                        "a pod of this node",
                        Optional.of(new ExplainDocument.ServicePart(
                                "default/web",
                                "http 80/TCP",
                                "internal policy Cluster, external policy Cluster, no session affinity"))),
                new ExplainDocument.Way(
                        List.of(
                                new ExplainDocument.StepPart("address", "10.96.0.1 is a VIP of this node"),
                                new ExplainDocument.StepPart("ipvs", "virtual server TCP 10.96.0.1:80, scheduler rr")),
                        fate),
                new ExplainDocument.Endpoints(
                        List.of(
                                chosen("10.36.0.1:8080", Optional.empty()),
                                chosen(
                                        "10.36.0.4:8080",
                                        Optional.of(new CheckOverview.Last(
                                                "http://10.36.0.4:8080/", true, "status 503", 2, 1))),
                                chosen(
                                        "10.36.0.5:8080",
                                        Optional.of(new CheckOverview.Last(
                                                "http://10.36.0.5:8080/", true, "not checked yet", 0, 0)))),
                        List.of(new ExplainDocument.NotChosen("10.36.0.2:8080", "is not ready")),
                        List.of(new ExplainDocument.DrainingPart("10.36.0.9:8080", 750, 3600)),
                        List.of(new ExplainDocument.OtherClient("an external client", "refused", List.of()))),
                kernel);
        return new ExplainDocument(
                List.of(packet),
                List.of("spec.externalIPs 127.0.0.1: is a loopback address; it is not served"),
                List.of(new ExplainDocument.OtherChain(
                        "chain ip filter FORWARD (hook forward): its policy drops replies of endpoints",
                        "iptables -I FORWARD")));
    }
}
