package io.kubeipvs.core.apply;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A cluster address that another link of the node gets, and loses. */
class UnservedAddressTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Ip VIP = Ip.parse("10.96.0.10");
    private static final VirtualServer.Key KEY = new VirtualServer.Key(VIP, 80, Protocol.TCP);
    private static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);
    private static final Given DNS = service("dns", VIP.toString()).endpoints("10.36.0.1");

    private final FakeKernel kernel = new FakeKernel();
    private final Reconciler reconciler = new Reconciler(Settings.DEFAULT);

    @Test
    void isNotServedWhileALinkHasItAndIsServedAgainAfterwards() {
        round("192.168.1.2");
        KernelState served = kernel.observe();
        assertThat(served.vips()).containsExactly(VIP);

        kernel.connect(new Connection(KEY, POD));
        round("192.168.1.2", VIP.toString());
        assertThat(kernel.observe().frontends()).isEmpty();
        assertThat(kernel.observe().vips()).isEmpty();
        assertThat(kernel.observe().filter().admissions()).isEmpty();
        ServiceNotes.UnservedAddress unserved =
                new ServiceNotes.UnservedAddress(DNS.spec().name(), VIP);
        assertThat(reconciler.notes().takeChanges().notServed()).containsExactly(unserved);

        round("192.168.1.2");
        assertThat(kernel.observe()).isEqualTo(served);
        assertThat(reconciler.notes().takeChanges().servedAgain()).containsExactly(unserved);
    }

    @Test
    void aRestartRemovesItsVirtualServer() {
        round("192.168.1.2");
        kernel.connect(new Connection(KEY, POD));
        Reconciler next = new Reconciler(Settings.DEFAULT);
        next.setNode(node("192.168.1.2", VIP.toString()));
        next.update(List.of(DNS.view()));
        next.adopt(kernel.observe());
        next.apply(next.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).isEmpty();
        assertThat(kernel.observe().vips()).isEmpty();
    }

    private void round(String... addresses) {
        reconciler.setNode(node(addresses));
        reconciler.update(List.of(DNS.view()));
        reconciler.apply(reconciler.plan(NOW), kernel);
    }

    private static NodeView node(String... addresses) {
        Set<Ip> onLinks = Set.of(addresses).stream().map(Ip::parse).collect(Collectors.toSet());
        return NodeView.of(NodeSpec.named("n1"), onLinks);
    }
}
