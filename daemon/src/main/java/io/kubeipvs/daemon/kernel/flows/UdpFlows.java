package io.kubeipvs.daemon.kernel.flows;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.UdpFlow;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowFilter;
import io.kubeipvs.netlink.conntrack.FlowProtocol;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads where conntrack leads UDP clients. A table of many flows of few servers needs little memory. */
public final class UdpFlows {
    private UdpFlows() {}

    /** The servers to which clients of these virtual servers are led, each once. */
    public static Set<UdpFlow> read(ConntrackClient client, Set<VirtualServer.Key> virtualServers)
            throws NetlinkException {
        Set<UdpFlow> found = new HashSet<>();
        Set<Family> families = virtualServers.stream()
                .map(key -> ToNetlink.family(key.vip().family()))
                .collect(Collectors.toSet());
        for (Family family : families) {
            FlowFilter udp = FlowFilter.ALL.of(family).protocol(Protocol.UDP.number());
            client.flows(udp, flow -> {
                of(flow).filter(one -> virtualServers.contains(one.virtualServer()))
                        .ifPresent(found::add);
                return Optional.empty();
            });
        }
        return found;
    }

    private static Optional<UdpFlow> of(Flow flow) {
        return flow.original().protocol() instanceof FlowProtocol.Ports asked
                        && flow.reply().protocol() instanceof FlowProtocol.Ports answering
                ? Optional.of(new UdpFlow(
                        new VirtualServer.Key(
                                FromNetlink.ip(flow.original().destination()), asked.destination(), Protocol.UDP),
                        new RealServer.Key(FromNetlink.ip(flow.reply().source()), answering.source())))
                : Optional.empty();
    }
}
