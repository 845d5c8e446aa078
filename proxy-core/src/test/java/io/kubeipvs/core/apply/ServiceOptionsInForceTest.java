package io.kubeipvs.core.apply;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Options that change while connections are open. */
class ServiceOptionsInForceTest {
    private static final VirtualServer.Key HTTP = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);
    private static final Connection OPEN = new Connection(HTTP, POD);
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));

    private final FakeKernel kernel = new FakeKernel();
    private final SimulatedProxy proxy = new SimulatedProxy(
            kernel,
            Settings.DEFAULT.with(
                    settings -> settings.drainTimeout(Duration.ofMinutes(5)).allowedOptions(Set.copyOf(Options.ALL))));

    private static Given web() {
        return service("web", "10.96.0.1").endpoints("10.36.0.1@n1", "10.36.1.1@n2");
    }

    private void serve(Given given) {
        proxy.tracker.putService(given.spec());
        given.view().slices().forEach(proxy.tracker::putSlice);
        proxy.round();
    }

    private boolean isOpen() {
        return kernel.connections(HTTP).getOrDefault(POD, 0) > 0;
    }

    @Test
    void theTimeOfADrainOutlivesItsService() {
        Given given = web().option(Options.DRAIN_TIMEOUT, Duration.ofHours(2));
        serve(given);
        kernel.connect(OPEN);
        proxy.tracker.removeService(given.spec().name());
        proxy.round();
        proxy.pass(Duration.ofMinutes(119));
        proxy.countingRound();
        assertThat(isOpen()).isTrue();
        proxy.pass(Duration.ofMinutes(1));
        proxy.countingRound();
        assertThat(isOpen()).isFalse();
        assertThat(proxy.reconciler.drains().limit(HTTP)).isEmpty();
    }

    @Test
    void anotherTimeCountsForWhatDrainsAlready() {
        serve(web());
        kernel.connect(OPEN);
        serve(service("web", "10.96.0.1").endpoints("10.36.1.1@n2"));
        proxy.pass(Duration.ofMinutes(2));
        serve(service("web", "10.96.0.1")
                .option(Options.DRAIN_TIMEOUT, Duration.ofMinutes(1))
                .endpoints("10.36.1.1@n2"));
        assertThat(isOpen()).isFalse();
    }

    @Test
    void aNodeInMaintenanceKeepsItsConnections() {
        proxy.changeNode(NODE);
        serve(web());
        kernel.connect(OPEN);
        proxy.changeNode(NODE.withWeights(Map.of("n1", 0)));
        proxy.round();
        assertThat(kernel.realServers(HTTP).get(POD).weight()).isZero();
        proxy.pass(Duration.ofDays(1));
        proxy.countingRound();
        assertThat(isOpen()).isTrue();
        assertThat(proxy.reconciler.drains().count()).isZero();
        proxy.changeNode(NODE);
        proxy.round();
        assertThat(kernel.realServers(HTTP).get(POD).weight()).isEqualTo(1);
        assertThat(isOpen()).isTrue();
    }

    @Test
    void limitsChangeInPlace() {
        serve(web());
        kernel.connect(OPEN);
        serve(web().option(Options.MAX_CONNECTIONS, 10));
        assertThat(kernel.realServers(HTTP).get(POD)).hasToString("10.36.0.1:8080 weight=1 max=10");
        serve(web());
        assertThat(kernel.realServers(HTTP).get(POD)).hasToString("10.36.0.1:8080 weight=1");
        assertThat(isOpen()).isTrue();
    }
}
