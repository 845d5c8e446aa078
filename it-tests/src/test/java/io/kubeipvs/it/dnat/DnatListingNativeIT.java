package io.kubeipvs.it.dnat;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operators list our tables with {@code nft}, which ends with an assertion when it lists some rules that the kernel takes. */
class DnatListingNativeIT {
    private static final int SERVERS = 3;

    private final KernelNamespace node = KernelNamespace.withLoopback();
    private final NetlinkKernel netlink = KernelsWithoutIpvs.kernel();
    private final Kernel kernel = new KernelInNamespace(node, netlink);

    @AfterEach
    void close() {
        netlink.close();
        node.close();
    }

    private static VirtualServer.Key key(Family family, boolean isByMark, int number) {
        if (isByMark) {
            return VirtualServer.Key.ofMark(family, Mark.of(Protocol.TCP, "default/web-" + number));
        }
        return new VirtualServer.Key(Ip.parse(text(family, 96, number)), 80, Protocol.TCP);
    }

    private static String text(Family family, int net, int number) {
        return (family == Family.IPV4 ? "10." + net + ".0." : "fd00:10:" + net + "::") + number;
    }

    private static List<KernelOp> served(Family family, VirtualServer server) {
        List<KernelOp> operations = new ArrayList<>();
        operations.add(new IpvsOp.AddVirtualServer(server));
        for (int i = 1; i <= SERVERS; i++) {
            RealServer.Key key = new RealServer.Key(Ip.parse(text(family, 36, i)), 8080);
            operations.add(new IpvsOp.AddRealServer(server.key(), new RealServer(key, 1)));
        }
        return operations;
    }

    @Test
    void nftListsVirtualServersOfEveryKind() throws Exception {
        kernel.prepare();
        List<KernelOp> operations = new ArrayList<>();
        int number = 1;
        for (Family family : Family.values()) {
            for (boolean isByMark : new boolean[] {false, true}) {
                for (String scheduler : List.of("rr", "lc", "sh", "mh", "dh")) {
                    for (int prefix : new int[] {0, family == Family.IPV4 ? 24 : 64}) {
                        VirtualServer.Key key = key(family, isByMark, number++);
                        operations.addAll(
                                served(family, new VirtualServer(key, scheduler, 0, prefix == 0 ? 0 : 300, prefix)));
                    }
                }
            }
        }
        assertThat(kernel.apply(operations)).containsOnly(new Outcome.Applied());

        assertThat(node.run("nft", "list", "ruleset"))
                .contains("chain rr-3 {", "chain mark-mh-3-stays-300s-with-64 {")
                .contains("dnat ip to meta l4proto . ip daddr . th dport . numgen inc mod 3 map @targets")
                .contains("ip daddr vmap @choosers comment \"by the number that @choices has");
        assertThat(node.run("nft", "--json", "list", "ruleset")).contains("mark-mh-3-stays-300s-with-64");
    }
}
