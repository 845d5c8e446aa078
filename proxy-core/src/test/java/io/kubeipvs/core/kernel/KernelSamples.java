package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.List;
import java.util.Optional;

/** Objects of a kernel, and the operations that add them, for the contracts. */
final class KernelSamples {
    static final VirtualServer WEB = virtualServer("10.96.0.1", 80, Protocol.TCP, "rr");
    static final VirtualServer DNS6 = virtualServer("fd00:10:96::a", 53, Protocol.UDP, "lc");
    static final RealServer POD_1 = realServer("10.36.0.1", 8080, 1);
    static final RealServer POD_2 = realServer("10.36.0.2", 8080, 1);
    static final RealServer POD6 = realServer("fd00:10:36::1", 5353, 1);
    static final Ip VIP = Ip.parse("10.96.0.1");
    static final Ip VIP6 = Ip.parse("fd00:10:96::a");
    static final int MARK = Mark.of(Protocol.TCP, "default/web:http");

    private KernelSamples() {}

    static void assertApplied(Kernel kernel, KernelOp... ops) {
        assertThat(kernel.apply(List.of(ops))).hasSize(ops.length).containsOnly(new Outcome.Applied());
    }

    static KernelOp admit(VirtualServer server, Admission admission) {
        return new FilterOp.PutAdmission(server.key(), Optional.empty(), admission, Phase.ADMIT);
    }

    static KernelOp add(VirtualServer server) {
        return new IpvsOp.AddVirtualServer(server);
    }

    static KernelOp add(VirtualServer parent, RealServer server) {
        return new IpvsOp.AddRealServer(parent.key(), server);
    }

    static VirtualServer virtualServer(String vip, int port, Protocol protocol, String scheduler) {
        return new VirtualServer(new VirtualServer.Key(Ip.parse(vip), port, protocol), scheduler, 0, 0);
    }

    static RealServer realServer(String address, int port, int weight) {
        return new RealServer(new RealServer.Key(Ip.parse(address), port), weight);
    }
}
