package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.work.Workers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** This node as an API server has it. */
class ApiSourceNodeTest {
    @Test
    void followsTheNode() throws Exception {
        Sink sink = new Sink();
        StandInApiServer server = new StandInApiServer();
        server.put("nodes", Samples.node("n1", "a", "192.168.1.2"));
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        ApiSource source = new ApiSource(ApiClients.open(config, "0"), sink.receivers, sink, sink, ApiTimings.DEFAULT);
        try (server;
                source) {
            source.start(Workers.unobserved());
            assertThat(sink.nodes.poll(20, TimeUnit.SECONDS).node())
                    .isEqualTo(NodeSpec.named("n1")
                            .withZone("a")
                            .withLabels(Map.of("topology.kubernetes.io/zone", "a"))
                            .withAddresses(List.of(Ip.parse("192.168.1.2"), Ip.parse("203.0.113.9")))
                            .withPodCidrs(List.of(Cidr.parse("10.244.1.0/24"))));
            OpenWatch watch = server.watch("nodes");
            watch.send(event("MODIFIED", server.put("nodes", Samples.node("n1", "b", "192.168.1.2"))));
            assertThat(sink.nodes.poll(20, TimeUnit.SECONDS).node().zone()).isEqualTo("b");
            watch.send(event("DELETED", server.remove("nodes", "n1"))
                    + event("ADDED", server.put("nodes", Samples.node("n1", "c", "192.168.1.2"))));
            NodeSpec deleted = sink.nodes.poll(20, TimeUnit.SECONDS).node();
            assertThat(deleted.zone()).as("the last zone").isEqualTo("b");
            assertThat(deleted.toBeDeleted()).isTrue();
            NodeSpec added = sink.nodes.poll(20, TimeUnit.SECONDS).node();
            assertThat(added.zone()).isEqualTo("c");
            assertThat(added.toBeDeleted()).isFalse();
        }
    }

    @Test
    void watchesNoOtherNodeWhenReportedSo() throws Exception {
        Sink sink = new Sink();
        Receivers receivers = new Receivers(sink.tracker, sink.node, new ServiceRanges(ranges -> {}), true);
        StandInApiServer server = new StandInApiServer();
        server.put("nodes", Samples.node("n1", "a", "192.168.1.2"));
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        ApiSource source = new ApiSource(ApiClients.open(config, "0"), receivers, sink, sink, ApiTimings.DEFAULT);
        try (server;
                source) {
            source.start(Workers.unobserved());
            server.watch("nodes");
            assertThat(server.requests("/nodes?"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(request -> assertThat(request).contains("fieldSelector=metadata.name=n1"));
        }
    }
}
