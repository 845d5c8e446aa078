package io.kubeipvs.daemon.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowTuple;
import io.kubeipvs.netlink.conntrack.FlowZone;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemovedServersTest {
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final VirtualServer.Key DNS = new VirtualServer.Key(Ip.parse("10.96.0.10"), 53, Protocol.UDP);
    private static final VirtualServer.Key MARKED =
            VirtualServer.Key.ofMark(io.kubeipvs.core.model.Family.IPV4, Mark.of(Protocol.UDP, "default/dns:dns"));
    private static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 5353);

    @Test
    void meansTheFlowsThatTheVirtualServerLedThere() {
        RemovedServers gone = new RemovedServers(List.of(new FlowOp.ForgetFlows(DNS, POD)));
        assertThat(gone.families()).containsExactly(Family.V4);
        assertThat(gone.isLedThere(flow(UDP, "10.96.0.10", 53, "10.36.0.1", 5353)))
                .isTrue();
    }

    @Test
    void meansNoOthers() {
        RemovedServers gone = new RemovedServers(List.of(new FlowOp.ForgetFlows(DNS, POD)));
        assertThat(List.of(
                        flow(UDP, "10.96.0.10", 53, "10.36.0.2", 5353),
                        flow(UDP, "10.96.0.10", 53, "10.36.0.1", 53),
                        flow(UDP, "10.96.0.11", 53, "10.36.0.1", 5353),
                        flow(UDP, "10.96.0.10", 54, "10.36.0.1", 5353),
                        flow(TCP, "10.96.0.10", 53, "10.36.0.1", 5353),
                        flow(UDP, "10.36.0.1", 5353, "10.36.0.1", 5353)))
                .noneMatch(gone::isLedThere);
    }

    @Test
    void aFlowThatBeganBeforeTheVipLeadsToTheVipItself() {
        RealServer.Key vip = new RealServer.Key(DNS.vip(), DNS.port());
        RemovedServers gone = new RemovedServers(List.of(new FlowOp.ForgetFlows(DNS, vip)));
        assertThat(gone.isLedThere(flow(UDP, "10.96.0.10", 53, "10.96.0.10", 53)))
                .isTrue();
        assertThat(gone.isLedThere(flow(UDP, "10.96.0.10", 53, "10.36.0.1", 5353)))
                .isFalse();
    }

    @Test
    void byAMarkAnyAddressLedThereButTheServersOwn() {
        RemovedServers gone = new RemovedServers(List.of(new FlowOp.ForgetFlows(MARKED, POD)));
        assertThat(gone.isLedThere(flow(UDP, "203.0.113.7", 53, "10.36.0.1", 5353)))
                .isTrue();
        assertThat(gone.isLedThere(flow(UDP, "10.36.0.1", 5353, "10.36.0.1", 5353)))
                .isFalse();
        assertThat(gone.isLedThere(flow(TCP, "203.0.113.7", 53, "10.36.0.1", 5353)))
                .isFalse();
    }

    private static Flow flow(int protocol, String dialled, int port, String answers, int from) {
        Address client = Address.parse("192.0.2.1");
        return new Flow(
                FlowTuple.ports(protocol, client, 4000, Address.parse(dialled), port),
                FlowTuple.ports(protocol, Address.parse(answers), from, client, 4000),
                FlowZone.both(0),
                1,
                0,
                0,
                30,
                Optional.empty(),
                Optional.empty());
    }
}
