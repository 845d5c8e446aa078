package io.kubeipvs.it.dnat;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One endpoint change sends the kernel as many messages among five thousand virtual servers as among a thousand. */
class DnatChangeCostNativeIT {
    private static final int FEW = 1000;
    private static final int MANY = 5000;
    private static final int SERVERS = 5;
    private static final int CHANGES = 20;
    private static final int VIP = 0x0A600001;
    private static final int SERVER = 0x0A240000;

    /** The messages of each change: of the new real server, of weight 0 for the old one, and of its removal. */
    private static List<Integer> messages(int virtualServers) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        KernelObserver observer = new KernelObserver() {
            @Override
            public void sent(Subsystem subsystem, int messages) {
                sent.addAndGet(subsystem == Subsystem.FILTER ? messages : 0); // the flows are forgotten aside
            }
        };
        try (KernelNamespace node = KernelNamespace.withLoopback();
                NetlinkKernel netlink = KernelsWithoutIpvs.kernel(observer)) {
            Kernel kernel = new KernelInNamespace(node, netlink);
            kernel.prepare();
            List<KernelOp> all = new ArrayList<>();
            for (int i = 0; i < virtualServers; i++) {
                all.add(new IpvsOp.AddVirtualServer(new VirtualServer(key(i), "rr", 0, 0)));
                for (int j = 0; j < SERVERS; j++) {
                    all.add(new IpvsOp.AddRealServer(key(i), server(j, 1)));
                }
            }
            assertThat(kernel.apply(all)).containsOnly(new Outcome.Applied());
            List<Integer> costs = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                VirtualServer.Key key = key(7 * i);
                costs.add(cost(kernel, sent, new IpvsOp.AddRealServer(key, server(SERVERS, 1))));
                costs.add(cost(kernel, sent, new IpvsOp.ChangeRealServer(key, server(0, 0))));
                costs.add(cost(
                        kernel,
                        sent,
                        new IpvsOp.DropRealServer(key, server(0, 0).key())));
            }
            return costs;
        }
    }

    private static int cost(Kernel kernel, AtomicInteger sent, KernelOp op) {
        int before = sent.get();
        assertThat(kernel.apply(List.of(op))).containsExactly(new Outcome.Applied());
        return sent.get() - before;
    }

    private static VirtualServer.Key key(int number) {
        return new VirtualServer.Key(Ip.v4(VIP + number), 80, Protocol.TCP);
    }

    private static RealServer server(int number, int weight) {
        return new RealServer(new RealServer.Key(Ip.v4(SERVER + number), 8080), weight);
    }

    @Test
    void aChangeCostsTheSameAmongManyVirtualServers() throws Exception {
        List<Integer> few = messages(FEW);
        assertThat(messages(MANY)).isEqualTo(few);
        assertThat(few).allSatisfy(count -> assertThat(count).isBetween(1, 3 * (SERVERS + 2)));
    }
}
