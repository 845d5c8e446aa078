package io.kubeipvs.core.apply;

import io.kubeipvs.core.apply.ServedClients.Served;
import io.kubeipvs.core.explain.Client;
import io.kubeipvs.core.explain.Fate;
import io.kubeipvs.core.explain.PacketModel;
import io.kubeipvs.core.explain.PacketPath;
import io.kubeipvs.core.explain.PacketState;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Which clients reach which virtual server in a state of the kernel. */
final class ServedClients {
    private ServedClients() {}

    enum Place {
        EXTERNAL,
        POD,
        NODE;

        Client client(Family family) {
            boolean v4 = family == Family.IPV4;
            return switch (this) {
                case EXTERNAL -> new Client(Ip.parse(v4 ? "198.51.100.1" : "2001:db8::1"), "eth0");
                case POD -> new Client(Ip.parse(v4 ? "10.36.0.99" : "fd00:36::99"), "veth1");
                case NODE -> new Client(Ip.parse(v4 ? "192.168.1.2" : "fd00:192::2"), "");
            };
        }
    }

    /** A kernel with the virtual servers by address and the VIPs of this state, and an empty filter. */
    static FakeKernel ofAnotherProxy(KernelState state) {
        FakeKernel kernel = new FakeKernel();
        List<KernelOp> made = new ArrayList<>();
        state.frontends().values().stream()
                .filter(frontend -> !frontend.key().isByMark())
                .forEach(frontend -> {
                    made.add(new IpvsOp.AddVirtualServer(frontend.virtualServer()));
                    frontend.realServers()
                            .values()
                            .forEach(server -> made.add(new IpvsOp.AddRealServer(frontend.key(), server)));
                });
        state.vips().forEach(vip -> made.add(new VipOp.BindVip(vip)));
        kernel.apply(made);
        kernel.log().clear();
        return kernel;
    }

    /** A client that is served, and by which virtual server. */
    record Served(Place place, VirtualServer.Key key) {}

    static Set<Served> served(KernelState state, Set<Ip> nodeAddresses) {
        return connected(
                new PacketModel(PacketState.of(state), nodeAddresses),
                state,
                (served, answer) -> answer.fate() == Fate.SERVED);
    }

    static Set<Served> servedOrPaused(FakeKernel kernel, Set<Ip> nodeAddresses) {
        KernelState state = kernel.observe();
        return connected(
                new PacketModel(PacketState.of(state, kernel.paused()), nodeAddresses),
                state,
                (served, answer) -> answer.fate() == Fate.SERVED || answer.fate() == Fate.PAUSED);
    }

    /** The VIPs through which clients reach the node's own ports. */
    static Set<Served> exposed(KernelState state, Set<Ip> nodeAddresses) {
        return connected(
                new PacketModel(PacketState.of(state), Set.of()),
                state,
                (served, answer) -> answer.fate() == Fate.NODE
                        && state.vips().contains(served.key().vip())
                        && !nodeAddresses.contains(served.key().vip()));
    }

    /** The clients that reach another node with their own address, so that answers do not come back this way. */
    static Set<Served> unmasqueraded(KernelState state, Set<Ip> nodeAddresses, Set<Ip> local) {
        return connected(
                new PacketModel(PacketState.of(state), nodeAddresses),
                state,
                (served, answer) -> served.place() != Place.POD
                        && answer.targets().stream()
                                .anyMatch(target -> !target.isMasqueraded()
                                        && !local.contains(target.server().key().address())));
    }

    static Set<Served> connected(PacketModel packets, KernelState state, BiPredicate<Served, PacketPath> which) {
        Set<VirtualServer.Key> keys = new HashSet<>(state.frontends().keySet());
        keys.addAll(state.filter().admissions().keySet());
        state.vips().forEach(vip -> keys.add(new VirtualServer.Key(vip, 22, Protocol.TCP)));
        keys.removeIf(VirtualServer.Key::isByMark);
        Set<Served> found = new HashSet<>();
        for (VirtualServer.Key key : keys) {
            for (Place place : Place.values()) {
                Served served = new Served(place, key);
                if (which.test(served, packets.connect(place.client(key.vip().family()), key))) {
                    found.add(served);
                }
            }
        }
        return found;
    }
}
