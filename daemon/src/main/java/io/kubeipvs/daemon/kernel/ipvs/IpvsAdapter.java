package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.kernel.translation.OutcomeOf;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsDestinationState;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual servers and real servers, through IPVS's netlink family. */
public final class IpvsAdapter implements VirtualServerAdapter, VirtualServerReader {
    private final IpvsClient client;

    public IpvsAdapter(IpvsClient client) {
        this.client = client;
    }

    @Override
    public List<String> prepare() {
        return List.of();
    }

    @Override
    public List<Frontend> read() throws NetlinkException {
        List<Frontend> frontends = new ArrayList<>();
        for (VirtualServer server : virtualServers().values()) {
            frontends.add(new Frontend(server, realServers(server.key())));
        }
        return frontends;
    }

    @Override
    public Map<VirtualServer.Key, VirtualServer> virtualServers() throws NetlinkException {
        Map<VirtualServer.Key, VirtualServer> servers = new HashMap<>();
        for (IpvsService service : client.services()) {
            FromNetlink.virtualServer(service).ifPresent(server -> servers.put(server.key(), server));
        }
        return servers;
    }

    @Override
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key key) throws NetlinkException {
        Map<RealServer.Key, RealServer> servers = new HashMap<>();
        for (IpvsDestination destination : client.destinations(ToNetlink.key(key))) {
            FromNetlink.realServer(destination).ifPresent(server -> servers.put(server.key(), server));
        }
        return servers;
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key key) throws NetlinkException {
        Optional<VirtualServer> server = client.service(ToNetlink.key(key)).flatMap(FromNetlink::virtualServer);
        return server.isPresent() ? Optional.of(new Frontend(server.get(), realServers(key))) : Optional.empty();
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key key) throws NetlinkException {
        Map<RealServer.Key, Integer> connections = new HashMap<>();
        for (IpvsDestinationState state : client.destinationStates(ToNetlink.key(key))) {
            FromNetlink.realServer(state.destination())
                    .ifPresent(server ->
                            connections.put(server.key(), state.activeConnections() + state.inactiveConnections()));
        }
        return connections;
    }

    @Override
    public List<Outcome> apply(List<IpvsOp> operations) {
        Change change = new Change();
        return OutcomeOf.results(
                operations,
                client.apply(operations.stream().map(op -> op.on(change)).toList()));
    }

    @Override
    public void close() throws NetlinkException {
        client.close();
    }

    private static final class Change implements IpvsOp.Cases<IpvsChange> {
        @Override
        public IpvsChange addVirtualServer(IpvsOp.AddVirtualServer op) {
            return new IpvsChange.NewService(ToNetlink.service(op.server()));
        }

        @Override
        public IpvsChange changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
            return new IpvsChange.SetService(ToNetlink.service(op.server()));
        }

        @Override
        public IpvsChange addRealServer(IpvsOp.AddRealServer op) {
            return new IpvsChange.NewDestination(ToNetlink.key(op.virtualServer()), ToNetlink.destination(op.server()));
        }

        @Override
        public IpvsChange changeRealServer(IpvsOp.ChangeRealServer op) {
            return new IpvsChange.SetDestination(ToNetlink.key(op.virtualServer()), ToNetlink.destination(op.server()));
        }

        @Override
        public IpvsChange dropRealServer(IpvsOp.DropRealServer op) {
            return new IpvsChange.DeleteDestination(ToNetlink.key(op.virtualServer()), ToNetlink.key(op.server()));
        }

        @Override
        public IpvsChange dropVirtualServer(IpvsOp.DropVirtualServer op) {
            return new IpvsChange.DeleteService(ToNetlink.key(op.virtualServer()));
        }
    }
}
