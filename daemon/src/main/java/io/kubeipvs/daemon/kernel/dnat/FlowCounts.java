package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowFilter;
import io.kubeipvs.netlink.conntrack.FlowProtocol;
import io.kubeipvs.netlink.conntrack.FlowStatus;
import io.kubeipvs.netlink.conntrack.MaskedBits;
import io.kubeipvs.netlink.conntrack.TupleFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the connections that conntrack leads to real servers. */
final class FlowCounts {
    private FlowCounts() {}

    /** By real server of this virtual server; 0 = none. */
    static Map<RealServer.Key, Integer> of(ConntrackClient client, Frontend frontend) throws NetlinkException {
        Map<RealServer.Key, Integer> counts = new HashMap<>();
        frontend.realServers().keySet().forEach(server -> counts.put(server, 0));
        client.flows(filter(frontend.key()), flow -> {
            server(flow).ifPresent(server -> counts.computeIfPresent(server, (same, count) -> count + 1));
            return Optional.empty();
        });
        return counts;
    }

    private static FlowFilter filter(VirtualServer.Key key) {
        FlowFilter translated = FlowFilter.ALL
                .of(ToNetlink.family(key.vip().family()))
                .protocol(key.protocol().number())
                .status(MaskedBits.set(FlowStatus.DST_NAT));
        return key.isByMark()
                ? translated
                : translated.original(
                        TupleFilter.ANY.to(ToNetlink.address(key.vip())).toPort(key.port()));
    }

    private static Optional<RealServer.Key> server(Flow flow) {
        return flow.reply().protocol() instanceof FlowProtocol.Ports answering
                ? Optional.of(new RealServer.Key(FromNetlink.ip(flow.reply().source()), answering.source()))
                : Optional.empty();
    }
}
