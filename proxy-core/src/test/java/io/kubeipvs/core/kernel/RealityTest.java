package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RealityTest {
    private final Reality reality = new Reality();

    @Test
    void keepsWhatIsWantedOnlyOnce() {
        Frontend wanted = frontend("10.96.0.1", 80, "10.0.0.1", "10.0.0.2");
        add(frontend("10.96.0.1", 80, "10.0.0.1", "10.0.0.2"));

        reality.settle(wanted.key(), Optional.of(wanted));

        assertThat(reality.realServers(wanted.key())).isSameAs(wanted.realServers());
        assertThat(reality.virtualServers().iterator().next()).isSameAs(wanted.key());
        assertThat(reality.virtualServersOf(wanted.key().vip()).iterator().next())
                .isSameAs(wanted.key());
        assertThat(reality.virtualServerCount()).isEqualTo(1);
        assertThat(reality.realServerCount()).isEqualTo(2);
    }

    @Test
    void keepsWhatTheKernelHasWhereThatIsNotWanted() {
        Frontend actual = frontend("10.96.0.1", 80, "10.0.0.1", "10.0.0.2");
        add(actual);

        reality.settle(actual.key(), Optional.of(frontend("10.96.0.1", 80, "10.0.0.1")));
        assertThat(reality.realServers(actual.key())).isEqualTo(actual.realServers());

        reality.settle(actual.key(), Optional.empty());
        assertThat(reality.realServers(actual.key())).isEqualTo(actual.realServers());
    }

    @Test
    void changesAfterItWasSettled() {
        Frontend wanted = frontend("10.96.0.1", 80, "10.0.0.1", "10.0.0.2");
        add(wanted);
        reality.settle(wanted.key(), Optional.of(wanted));
        RealServer first = server("10.0.0.1");

        assertThat(reality.acknowledge(new IpvsOp.ChangeRealServer(wanted.key(), first.quiet())))
                .isTrue();
        assertThat(reality.acknowledge(new IpvsOp.DropRealServer(
                        wanted.key(), server("10.0.0.2").key())))
                .isTrue();
        reality.settle(wanted.key(), Optional.of(wanted));

        assertThat(reality.realServers(wanted.key())).isEqualTo(Map.of(first.key(), first.quiet()));
        assertThat(reality.realServerCount()).isEqualTo(1);
        assertThat(wanted.realServers()).hasSize(2);
    }

    @Test
    void forgetsADroppedVirtualServerWithItsChanges() {
        Frontend gone = frontend("10.96.0.1", 80, "10.0.0.1");
        add(gone);

        reality.acknowledge(new IpvsOp.DropVirtualServer(gone.key()));
        reality.settle(gone.key(), Optional.of(gone));

        assertThat(reality.virtualServers()).isEmpty();
        assertThat(reality.realServers(gone.key())).isEmpty();
        assertThat(reality.virtualServersOf(gone.key().vip())).isEmpty();
        assertThat(reality.realServerCount()).isZero();
    }

    @Test
    void knowsTheVirtualServersOfAnAddressHoweverManyThereAre() {
        List<VirtualServer.Key> keys = new ArrayList<>();
        for (int port = 1; port <= 4; port++) {
            Frontend one = frontend("10.96.0.1", port, "10.0.0.1");
            add(one);
            add(one);
            keys.add(one.key());
            assertThat(reality.virtualServersOf(one.key().vip())).containsExactlyInAnyOrderElementsOf(keys);
        }
        Ip vip = keys.get(0).vip();
        while (!keys.isEmpty()) {
            VirtualServer.Key gone = keys.remove(0);
            reality.acknowledge(new IpvsOp.DropVirtualServer(gone));
            reality.acknowledge(new IpvsOp.DropVirtualServer(gone));
            assertThat(reality.virtualServersOf(vip)).containsExactlyInAnyOrderElementsOf(keys);
        }
        assertThat(reality.virtualServersOf(vip)).isEqualTo(Set.of());
    }

    private void add(Frontend frontend) {
        reality.acknowledge(new IpvsOp.AddVirtualServer(frontend.virtualServer()));
        frontend.realServers()
                .values()
                .forEach(server -> reality.acknowledge(new IpvsOp.AddRealServer(frontend.key(), server)));
    }

    private static Frontend frontend(String vip, int port, String... servers) {
        VirtualServer.Key key = new VirtualServer.Key(Ip.parse(vip), port, Protocol.TCP);
        return Frontend.of(
                new VirtualServer(key, "rr", 0, 0),
                List.of(servers).stream().map(RealityTest::server).toList());
    }

    private static RealServer server(String address) {
        return new RealServer(new RealServer.Key(Ip.parse(address), 8080), 1);
    }
}
