package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestinationState;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual servers and real servers, through IPVS's netlink family. */
public final class IpvsAdapter implements AutoCloseable {
    private final IpvsClient client;

    public IpvsAdapter(IpvsClient client) {
        this.client = client;
    }

    public List<Frontend> read() throws NetlinkException {
        List<Frontend> frontends = new ArrayList<>();
        for (IpvsService service : client.services()) {
            Optional<VirtualServer> virtualServer = FromNetlink.virtualServer(service);
            if (virtualServer.isPresent()) {
                frontends.add(Frontend.of(virtualServer.get(), realServers(service.key())));
            }
        }
        return frontends;
    }

    private List<RealServer> realServers(IpvsService.Key key) throws NetlinkException {
        return client.destinations(key).stream()
                .map(FromNetlink::realServer)
                .flatMap(Optional::stream)
                .toList();
    }

    public Map<RealServer.Key, Integer> connections(VirtualServer.Key key) throws NetlinkException {
        Map<RealServer.Key, Integer> connections = new HashMap<>();
        for (IpvsDestinationState state : client.destinationStates(ToNetlink.key(key))) {
            FromNetlink.realServer(state.destination())
                    .ifPresent(server ->
                            connections.put(server.key(), state.activeConnections() + state.inactiveConnections()));
        }
        return connections;
    }

    public List<BatchResult> apply(List<KernelOp> operations) {
        Change change = new Change();
        return client.apply(operations.stream().map(op -> op.on(change)).toList());
    }

    @Override
    public void close() throws NetlinkException {
        client.close();
    }

    private static final class Change implements KernelOp.Cases<IpvsChange> {
        @Override
        public IpvsChange addVirtualServer(KernelOp.AddVirtualServer op) {
            return new IpvsChange.NewService(ToNetlink.service(op.server()));
        }

        @Override
        public IpvsChange changeVirtualServer(KernelOp.ChangeVirtualServer op) {
            return new IpvsChange.SetService(ToNetlink.service(op.server()));
        }

        @Override
        public IpvsChange addRealServer(KernelOp.AddRealServer op) {
            return new IpvsChange.NewDestination(ToNetlink.key(op.virtualServer()), ToNetlink.destination(op.server()));
        }

        @Override
        public IpvsChange changeRealServer(KernelOp.ChangeRealServer op) {
            return new IpvsChange.SetDestination(ToNetlink.key(op.virtualServer()), ToNetlink.destination(op.server()));
        }

        @Override
        public IpvsChange dropRealServer(KernelOp.DropRealServer op) {
            return new IpvsChange.DeleteDestination(ToNetlink.key(op.virtualServer()), ToNetlink.key(op.server()));
        }

        @Override
        public IpvsChange dropVirtualServer(KernelOp.DropVirtualServer op) {
            return new IpvsChange.DeleteService(ToNetlink.key(op.virtualServer()));
        }

        @Override
        public IpvsChange bindVip(KernelOp.BindVip op) {
            throw new IllegalArgumentException(op + " is not an IPVS change");
        }

        @Override
        public IpvsChange unbindVip(KernelOp.UnbindVip op) {
            throw new IllegalArgumentException(op + " is not an IPVS change");
        }

        @Override
        public IpvsChange forgetFlows(KernelOp.ForgetFlows op) {
            throw new IllegalArgumentException(op + " is not an IPVS change");
        }

        @Override
        public IpvsChange filter(FilterOp op) {
            throw new IllegalArgumentException(op + " is not an IPVS change");
        }
    }
}
