package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowFilter;
import io.kubeipvs.netlink.conntrack.FlowProtocol;
import io.kubeipvs.netlink.conntrack.FlowStatus;
import io.kubeipvs.netlink.conntrack.MaskedBits;
import io.kubeipvs.netlink.conntrack.TcpState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The connections that conntrack leads to real servers, all at one moment. */
final class FlowLoads {
    private final Map<Led, Load> ofAddress = new HashMap<>();
    private final Map<Any, Load> ofServer = new HashMap<>();

    /** From where, and to where. */
    record Led(VirtualServer.Key from, RealServer.Key to) {}

    /** To where, from any virtual server. */
    private record Any(Protocol protocol, RealServer.Key to) {}

    /**
     * Numbers of connections.
     *
     * @param active established ones of TCP
     * @param inactive all others
     */
    record Load(int active, int inactive) {
        private static final Load NONE = new Load(0, 0);
        private static final Load ACTIVE = new Load(1, 0);
        private static final Load INACTIVE = new Load(0, 1);

        private Load and(Load other) {
            return new Load(active + other.active, inactive + other.inactive);
        }
    }

    /** Reads them. */
    static FlowLoads read(ConntrackClient client) throws NetlinkException {
        FlowLoads loads = new FlowLoads();
        forEach(client, loads::add);
        return loads;
    }

    /** Gives each connection whose destination was translated, with its flow. */
    static void forEach(ConntrackClient client, BiConsumer<Led, Flow> consumer) throws NetlinkException {
        for (Family family : Family.values()) {
            FlowFilter translated = FlowFilter.ALL.of(family).status(MaskedBits.set(FlowStatus.DST_NAT));
            client.flows(translated, flow -> {
                led(flow).ifPresent(led -> consumer.accept(led, flow));
                return Optional.empty();
            });
        }
    }

    private static Optional<Led> led(Flow flow) {
        if (!(flow.original().protocol() instanceof FlowProtocol.Ports asked)
                || !(flow.reply().protocol() instanceof FlowProtocol.Ports answering)) {
            return Optional.empty();
        }
        RealServer.Key to = new RealServer.Key(FromNetlink.ip(flow.reply().source()), answering.source());
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.number() == asked.number())
                .findFirst()
                .map(protocol -> new VirtualServer.Key(
                        FromNetlink.ip(flow.original().destination()), asked.destination(), protocol))
                .map(from -> new Led(from, to));
    }

    private void add(Led led, Flow flow) {
        Load one = flow.tcpState().equals(Optional.of(TcpState.ESTABLISHED)) ? Load.ACTIVE : Load.INACTIVE;
        ofAddress.merge(led, one, Load::and);
        ofServer.merge(new Any(led.from().protocol(), led.to()), one, Load::and);
    }

    /** Those of a real server. With a virtual server by mark, those that come to it from anywhere. */
    Load of(VirtualServer.Key from, RealServer.Key to) {
        return from.isByMark()
                ? ofServer.getOrDefault(new Any(from.protocol(), to), Load.NONE)
                : ofAddress.getOrDefault(new Led(from, to), Load.NONE);
    }
}
