package io.kubeipvs.it.dnat;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Pod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real packets of a pod and of the node find the real servers that nf_tables chooses, in both families. */
class DnatPacketsNativeIT {
    private static final int PORT = 80;

    private final List<AutoCloseable> open = new ArrayList<>();
    private KernelNamespace node;
    private final NetlinkKernel netlink = KernelsWithoutIpvs.kernel();
    private Kernel kernel;

    @BeforeEach
    void makeNode() throws Exception {
        node = KernelNamespace.withLoopback();
        kernel = new KernelInNamespace(node, netlink);
        kernel.prepare();
    }

    @AfterEach
    void close() throws Exception {
        netlink.close();
        for (AutoCloseable one : open) {
            one.close();
        }
        node.close();
    }

    /** Three pods, and one to ask from. */
    private final class World {
        private final boolean isV6;
        private final KernelNamespace client;

        World(String family) throws Exception {
            isV6 = family.equals("IPv6");
            for (int number = 1; number <= 3; number++) {
                pod(number, "pod-" + number);
            }
            client = pod(9, "client").namespace();
            apply(new VipOp.BindVip(Ip.parse(vip())));
        }

        private Pod pod(int number, String name) throws Exception {
            Pod pod = new Pod(node, number, name, address(number));
            open.add(pod);
            return pod;
        }

        String address(int number) {
            return (isV6 ? "fd00:10:36::" : "10.36.0.") + number;
        }

        String vip() {
            return isV6 ? "fd00:10:96::1" : "10.96.0.1";
        }

        VirtualServer virtualServer(Protocol protocol, String scheduler, int staySeconds) {
            int flags = staySeconds == 0 ? 0 : VirtualServer.FLAG_PERSISTENT;
            return new VirtualServer(
                    new VirtualServer.Key(Ip.parse(vip()), PORT, protocol), scheduler, flags, staySeconds);
        }

        RealServer server(int number, int weight) {
            return new RealServer(new RealServer.Key(Ip.parse(address(number)), Pod.PORT), weight);
        }

        /** Serves it by three pods with these weights. */
        VirtualServer serve(VirtualServer server, int... weights) {
            apply(new IpvsOp.AddVirtualServer(server));
            for (int number = 1; number <= weights.length; number++) {
                apply(new IpvsOp.AddRealServer(server.key(), server(number, weights[number - 1])));
            }
            return server;
        }

        void apply(KernelOp op) {
            assertThat(kernel.apply(List.of(op))).containsExactly(new Outcome.Applied());
        }

        /** How often each pod answered. */
        Map<String, Integer> ask(KernelNamespace from, int times) throws Exception {
            Map<String, Integer> answers = new TreeMap<>();
            for (int i = 0; i < times; i++) {
                answers.merge(Pod.askTcp(from, vip(), PORT), 1, Integer::sum);
            }
            return answers;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void roundRobinTakesTurnsForPodsAndTheNode(String family) throws Exception {
        World world = new World(family);
        world.serve(world.virtualServer(Protocol.TCP, "rr", 0), 1, 1, 1);
        Map<String, Integer> even = Map.of("pod-1", 4, "pod-2", 4, "pod-3", 4);
        assertThat(world.ask(world.client, 12)).isEqualTo(even);
        assertThat(world.ask(node, 12)).isEqualTo(even);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void weightsAreSharesAndWeightZeroGetsNothingNew(String family) throws Exception {
        World world = new World(family);
        VirtualServer server = world.serve(world.virtualServer(Protocol.TCP, "rr", 0), 30, 10, 0);
        assertThat(world.ask(world.client, 12)).isEqualTo(Map.of("pod-1", 9, "pod-2", 3));
        world.apply(new IpvsOp.ChangeRealServer(server.key(), world.server(1, 0)));
        world.apply(new IpvsOp.ChangeRealServer(server.key(), world.server(3, 10)));
        assertThat(world.ask(world.client, 12)).isEqualTo(Map.of("pod-2", 6, "pod-3", 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void leastConnectionsBecomesChance(String family) throws Exception {
        World world = new World(family);
        world.serve(world.virtualServer(Protocol.TCP, "lc", 0), 1, 1, 1);
        assertThat(world.ask(world.client, 60)).containsOnlyKeys("pod-1", "pod-2", "pod-3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void sourceHashingKeepsAClientAtOnePod(String family) throws Exception {
        World world = new World(family);
        world.serve(world.virtualServer(Protocol.TCP, "sh", 0), 1, 1, 1);
        assertThat(world.ask(world.client, 9)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void sessionAffinityLastsUntilItsPodGetsNoNewConnections(String family) throws Exception {
        World world = new World(family);
        VirtualServer server = world.serve(world.virtualServer(Protocol.TCP, "rr", 300), 1, 1, 1);
        String first = world.ask(world.client, 6).keySet().iterator().next();
        assertThat(world.ask(world.client, 6)).isEqualTo(Map.of(first, 6));
        int number = first.charAt(first.length() - 1) - '0';
        world.apply(new IpvsOp.ChangeRealServer(server.key(), world.server(number, 0)));
        Map<String, Integer> second = world.ask(world.client, 6);
        assertThat(second).hasSize(1).doesNotContainKey(first);
        world.apply(
                new IpvsOp.DropRealServer(server.key(), world.server(number, 0).key()));
        assertThat(world.ask(world.client, 6)).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void sessionAffinityEndsAfterItsTime(String family) throws Exception {
        World world = new World(family);
        world.serve(world.virtualServer(Protocol.TCP, "rr", 1), 1, 1, 1);
        String first = Pod.askTcp(world.client, world.vip(), PORT);
        Await.until(() -> {
            TimeUnit.MILLISECONDS.sleep(1500); // longer than it lasts
            assertThat(Pod.askTcp(world.client, world.vip(), PORT)).isNotEqualTo(first);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void neighboursStayTogether(String family) throws Exception {
        World world = new World(family);
        VirtualServer one = world.virtualServer(Protocol.TCP, "rr", 300);
        int prefix = family.equals("IPv4") ? 24 : 112;
        world.serve(new VirtualServer(one.key(), "rr", VirtualServer.FLAG_PERSISTENT, 300, prefix), 1, 1, 1);
        KernelNamespace neighbour = world.pod(8, "neighbour").namespace();
        Map<String, Integer> first = world.ask(world.client, 3);
        assertThat(first).hasSize(1);
        assertThat(world.ask(neighbour, 3)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void udpIsServedAndConnectionsAreCounted(String family) throws Exception {
        World world = new World(family);
        VirtualServer server = world.serve(world.virtualServer(Protocol.UDP, "rr", 0), 1, 1, 1);
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            answers.add(Pod.askUdp(world.client, world.vip(), PORT));
        }
        assertThat(answers).containsExactlyInAnyOrder("pod-1", "pod-2", "pod-3");
        assertThat(kernel.connections(server.key()))
                .isEqualTo(Map.of(
                        world.server(1, 1).key(), 1,
                        world.server(2, 1).key(), 1,
                        world.server(3, 1).key(), 1));
    }
}
