package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ServiceView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The node's own addresses and the ports on them. */
class ReconcilerNodeTest extends ReconcilerHarness {
    @Test
    void anAddressOfTheNodeThatComesAndGoesPlansTheNodePortsOnItOnly() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .nodePort(30001)
                .endpoints("10.36.0.1")
                .view();
        NodeView before = node("192.168.1.2");
        reconciler.setNode(before);
        reconciler.update(List.of(web, view(2, "10.36.0.2")));
        reconciler.apply(reconciler.plan(NOW), kernel);

        reconciler.setNode(node("192.168.1.2", "192.168.1.3"));
        reconciler.update(List.of(web, view(2, "10.36.0.2")));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        admit TCP 192.168.1.3:30001 EXTERNAL
                        add virtual server TCP 192.168.1.3:30001 rr
                        add real server TCP 192.168.1.3:30001 -> 10.36.0.1:8080 weight=1
                        """);
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.setNode(before);
        reconciler.update(List.of(web));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        drop virtual server TCP 192.168.1.3:30001
                        drop admission TCP 192.168.1.3:30001
                        """);
    }

    @Test
    void anExternalAddressThatALinkGetsIsLeftToThatLinkAndServedOn() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .externalIps("192.168.1.9")
                .endpoints("10.36.0.1")
                .view();
        reconciler.update(List.of(web));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.setNode(node("192.168.1.9"));
        reconciler.update(List.of(web));
        assertThat(reconciler.plan(NOW)).hasToString("unbind VIP 192.168.1.9\nremove from VIPS 192.168.1.9\n");
    }

    @Test
    void aNodePortDrainsAlsoAfterARestart() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .nodePort(30001)
                .endpoints("10.36.0.1")
                .view();
        reconciler.setNode(node("192.168.1.2"));
        reconciler.update(List.of(web));
        reconciler.apply(reconciler.plan(NOW), kernel);
        VirtualServer.Key nodePort = new VirtualServer.Key(Ip.parse("192.168.1.2"), 30001, Protocol.TCP);
        Connection connection = new Connection(nodePort, new RealServer.Key(Ip.parse("10.36.0.1"), 8080));
        kernel.connect(connection);
        reconciler.update(List.of(ServiceView.named(web.name()).withSlices(web.slices())));
        reconciler.apply(reconciler.plan(NOW), kernel);

        Reconciler restarted = new Reconciler(Settings.DEFAULT);
        restarted.setNode(node("192.168.1.2"));
        restarted.adopt(kernel.observe());
        restarted.apply(restarted.plan(NOW), kernel);
        restarted.countConnections(kernel, later(1));
        restarted.apply(restarted.plan(NOW), kernel);
        assertThat(kernel.observe().frontends().keySet()).containsExactly(nodePort);
        kernel.disconnect(connection);
        restarted.countConnections(kernel, later(2));
        restarted.apply(restarted.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).isEmpty();
    }

    @Test
    void aPortOfTheNodesOwnAddressDrains() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .externalIps("192.168.1.2")
                .endpoints("10.36.0.1")
                .view();
        reconciler.setNode(node("192.168.1.2"));
        reconciler.update(List.of(web));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.update(List.of(ServiceView.named(web.name()).withSlices(web.slices())));
        assertThat(reconciler.plan(NOW).toString().lines())
                .containsExactlyInAnyOrder(
                        "admit TCP 192.168.1.2:80 REFUSE",
                        "admit TCP 10.96.0.1:80 REFUSE",
                        "change real server TCP 192.168.1.2:80 -> 10.36.0.1:8080 weight=0",
                        "change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0");
    }

    @Test
    void aNodePortThatWentWhileNobodyLookedIsRemovedAndOtherPortsOfTheNodeStay() {
        VirtualServer.Key stale = new VirtualServer.Key(Ip.parse("192.168.1.2"), 30001, Protocol.TCP);
        VirtualServer foreign = new VirtualServer(key("192.168.1.2"), "wlc", 0, 0);
        VirtualServer elsewhere =
                new VirtualServer(new VirtualServer.Key(Ip.parse("192.0.2.1"), 30001, Protocol.TCP), "wlc", 0, 0);
        kernel.apply(List.of(
                new IpvsOp.AddVirtualServer(new VirtualServer(stale, "rr", 0, 0)),
                new IpvsOp.AddVirtualServer(foreign),
                new IpvsOp.AddVirtualServer(elsewhere)));
        reconciler.setNode(node("192.168.1.2"));
        reconciler.adopt(kernel.observe());
        assertThat(reconciler.plan(NOW)).hasToString(NODE_FILTER + "drop virtual server TCP 192.168.1.2:30001\n");
    }

    @Test
    void aStaleNodePortOnAnAddressThatTheNodeGetsLaterIsRemoved() {
        kernel.apply(List.of(new IpvsOp.AddVirtualServer(new VirtualServer(onNode(30001), "rr", 0, 0))));
        reconciler.adopt(kernel.observe());
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).containsOnlyKeys(onNode(30001));
        reconciler.setNode(node("192.168.1.2"));
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).isEmpty();
    }

    @Test
    void theOperatorsRangeDecidesWhichPortsOfTheNodeAreNodePorts() {
        kernel.apply(List.of(
                new IpvsOp.AddVirtualServer(new VirtualServer(onNode(20001), "rr", 0, 0)),
                new IpvsOp.AddVirtualServer(new VirtualServer(onNode(30001), "rr", 0, 0))));
        reconciler.setSettings(Settings.DEFAULT.with(settings -> settings.nodePortRange(new PortRange(20000, 20099))));
        reconciler.setNode(node("192.168.1.2"));
        reconciler.adopt(kernel.observe());
        assertThat(reconciler.plan(NOW)).hasToString(NODE_FILTER + "drop virtual server TCP 192.168.1.2:20001\n");
    }

    private static VirtualServer.Key onNode(int port) {
        return new VirtualServer.Key(Ip.parse("192.168.1.2"), port, Protocol.TCP);
    }
}
