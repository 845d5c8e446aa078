package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.options.ServiceOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSpecTest {
    private static final NodeSpec NODE = NodeSpec.named("n1")
            .withZone("a")
            .withAddresses(List.of(Ip.parse("10.0.0.1")))
            .withPodCidrs(List.of(Cidr.parse("10.36.1.0/24")))
            .withLabels(Map.of("edge", "true"))
            .withOptions(ServiceOptions.NONE.with(Options.WEIGHT, 3))
            .withToBeDeleted(true)
            .withUnreachable(true);

    @Test
    void aFirstAddressKeepsAllOtherComponents() {
        Ip first = Ip.parse("192.168.1.2");
        assertThat(NODE.withFirst(first))
                .isEqualTo(new NodeSpec(
                        "n1",
                        "a",
                        List.of(first, Ip.parse("10.0.0.1")),
                        List.of(Cidr.parse("10.36.1.0/24")),
                        Map.of("edge", "true"),
                        ServiceOptions.NONE.with(Options.WEIGHT, 3),
                        true,
                        true));
    }

    @Test
    void isNotToBeDeletedAtFirst() {
        assertThat(NodeSpec.named("n1").toBeDeleted()).isFalse();
        assertThat(NODE.withZone("b").toBeDeleted()).isTrue();
    }
}
