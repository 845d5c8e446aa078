package io.kubeipvs.daemon.kernel.dnat;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flows of a removed real server are forgotten when they can be no other virtual server's. */
class ServersTest {
    private static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final VirtualServer.Key MARKED =
            VirtualServer.Key.ofMark(Family.IPV4, Mark.of(Protocol.TCP, "default/web:"));
    private static final RealServer.Key SERVER = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);

    private final Servers servers = new Servers(Map.of());

    @BeforeEach
    void serve() {
        for (VirtualServer.Key key : List.of(WEB, MARKED)) {
            assertThat(servers.apply(new IpvsOp.AddVirtualServer(new VirtualServer(key, "rr", 0, 0))))
                    .isEmpty();
            assertThat(servers.apply(new IpvsOp.AddRealServer(key, new RealServer(SERVER, 1))))
                    .isEmpty();
        }
        servers.keep();
    }

    private void drop(VirtualServer.Key key) {
        assertThat(servers.apply(new IpvsOp.DropRealServer(key, SERVER))).isEmpty();
    }

    @Test
    void thoseOfAnAddressAreForgotten() {
        drop(WEB);
        assertThat(servers.removed()).containsExactly(new FlowOp.ForgetFlows(WEB, SERVER));
    }

    @Test
    void thoseOfAMarkStayWhileAnotherVirtualServerHasTheRealServer() {
        drop(MARKED);
        assertThat(servers.removed()).isEmpty();
    }

    @Test
    void thoseOfAMarkAreForgottenWhenNoVirtualServerHasTheRealServer() {
        drop(WEB);
        servers.keep();
        drop(MARKED);
        assertThat(servers.removed()).containsExactly(new FlowOp.ForgetFlows(MARKED, SERVER));
    }

    @Test
    void thoseOfBothAreForgottenTogether() {
        drop(WEB);
        drop(MARKED);
        assertThat(servers.removed())
                .containsExactlyInAnyOrder(new FlowOp.ForgetFlows(WEB, SERVER), new FlowOp.ForgetFlows(MARKED, SERVER));
    }
}
