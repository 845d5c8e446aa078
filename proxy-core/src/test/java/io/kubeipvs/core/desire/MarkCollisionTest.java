package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two Services with the same first choice of a mark: each has a mark, and its pods all endpoints. */
class MarkCollisionTest {
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));

    private final Ledger ledger = new Ledger();

    @Test
    void theLaterServiceTakesTheNextMark() {
        Map<Integer, String> names = new HashMap<>();
        String first = "";
        String second = "";
        for (int i = 0; second.isEmpty(); i++) {
            String name = "web-" + i;
            first = names.getOrDefault(choice(name), "");
            second = first.isEmpty() ? "" : name;
            names.put(choice(name), name);
        }
        int firstMark = mark(first, "203.0.113.1");
        int secondMark = mark(second, "203.0.113.2");
        assertThat(firstMark).isEqualTo(choice(first));
        assertThat(secondMark).isEqualTo(Mark.next(choice(second)));
        assertThat(mark(first, "203.0.113.1")).as("the same again").isEqualTo(firstMark);
        assertThat(mark(second, "203.0.113.2")).as("the same again").isEqualTo(secondMark);
    }

    private static int choice(String name) {
        return Mark.of(Protocol.TCP, "default/" + name + "  80");
    }

    /** The mark of a Service that is added or changed. */
    private int mark(String name, String address) {
        Given given =
                service(name, "10.96.0.1").loadBalancer(address).externalLocal().endpoints("10.36.0.1@n1");
        Footprint footprint = Footprints.of(given.view(), NODE, Settings.DEFAULT, ledger);
        ledger.replace(given.spec().name(), footprint);
        Admission admission = footprint.admissions().get(new VirtualServer.Key(Ip.parse(address), 80, Protocol.TCP));
        return admission.inClusterMark();
    }
}
