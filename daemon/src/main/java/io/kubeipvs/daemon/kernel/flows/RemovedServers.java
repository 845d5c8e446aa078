package io.kubeipvs.daemon.kernel.flows;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowProtocol;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Real servers that are gone, with the virtual servers that led to them. */
final class RemovedServers {
    private final Map<RealServer.Key, Set<VirtualServer.Key>> virtualServers = new HashMap<>();

    RemovedServers(Collection<FlowOp.ForgetFlows> gone) {
        gone.forEach(one -> virtualServers
                .computeIfAbsent(one.server(), server -> new HashSet<>())
                .add(one.virtualServer()));
    }

    /** Of the clients. */
    Set<Family> families() {
        Set<Family> families = EnumSet.noneOf(Family.class);
        virtualServers
                .values()
                .forEach(keys -> keys.forEach(
                        key -> families.add(ToNetlink.family(key.vip().family()))));
        return families;
    }

    /** Of the virtual servers for these clients. */
    Set<Protocol> protocols(Family family) {
        Set<Protocol> protocols = EnumSet.noneOf(Protocol.class);
        virtualServers
                .values()
                .forEach(keys -> keys.stream()
                        .filter(key -> ToNetlink.family(key.vip().family()) == family)
                        .forEach(key -> protocols.add(key.protocol())));
        return protocols;
    }

    /**
     * Whether a virtual server led this flow there. One by a mark has all those of its protocol that were led there at
     * all: what was sent there directly was not. A flow that began before its address was a VIP is led to the VIP itself.
     */
    boolean isLedThere(Flow flow) {
        if (!(flow.original().protocol() instanceof FlowProtocol.Ports asked)
                || !(flow.reply().protocol() instanceof FlowProtocol.Ports answering)) {
            return false;
        }
        RealServer.Key answers = server(flow.reply().source(), answering.source());
        RealServer.Key dialled = server(flow.original().destination(), asked.destination());
        boolean isDirect = answers.equals(dialled);
        return virtualServers.getOrDefault(answers, Set.of()).stream()
                .anyMatch(key -> isOf(key, dialled, asked) && !(key.isByMark() && isDirect));
    }

    private static boolean isOf(VirtualServer.Key key, RealServer.Key dialled, FlowProtocol.Ports asked) {
        boolean isDialled = key.isByMark() || key.vip().equals(dialled.address()) && key.port() == dialled.port();
        return isDialled && key.protocol().number() == asked.number();
    }

    private static RealServer.Key server(Address address, int port) {
        return new RealServer.Key(FromNetlink.ip(address), port);
    }
}
