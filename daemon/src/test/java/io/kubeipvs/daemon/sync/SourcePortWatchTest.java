package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.CapturedLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourcePortWatchTest {
    private final SourcePortWatch watch = new SourcePortWatch(new PortRange(1024, 29999));

    private static ServiceView service(String name, int nodePort) {
        ServiceName of = new ServiceName("default", name);
        return ServiceView.named(of)
                .withService(Optional.of(ServiceSpec.named(of)
                        .withPorts(List.of(new ServicePort("", Protocol.TCP, 80).withNodePort(nodePort)))));
    }

    @Test
    void namesANodePortOnceThatIsASourcePort() {
        try (CapturedLog log = new CapturedLog()) {
            watch.roundEnded(Reports.round()
                    .applied(service("low", 20080), service("usual", 30080), service("without", 0))
                    .build());
            watch.roundEnded(Reports.round().applied(service("low", 20080)).build());
            assertThat(log.lines("node_ports_overlap"))
                    .singleElement()
                    .asString()
                    .contains(
                            "object=\"Service default/low\" cause=\"node port 20080 is in masqueradePorts 1024-29999\"");
        }
    }
}
