package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsCounters;
import io.kubeipvs.netlink.ipvs.IpvsDestinationState;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.ipvs.IpvsServiceState;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's IPVS table with its counters, those of other programs included, for commands. It is read through a socket of
 * its own, so it needs no running kube-ipvs. Used by one thread.
 */
public final class IpvsTable implements VirtualServers {
    private final IpvsClient client;

    /**
     * The traffic of a virtual server or a real server.
     *
     * @param connections since it was made
     * @param connectionsPerSecond a moving average, as are the others
     */
    public record Traffic(long connections, long connectionsPerSecond, long bytesInPerSecond, long bytesOutPerSecond) {}

    /**
     * A virtual server.
     *
     * @param key its identity as text, which equals that of the core's key where a Service can want it
     * @param protocol for instance {@code TCP}; a number where it has no name here, "" with a mark
     * @param address its VIP, or {@code mark 0x69a14003}
     * @param port 0 with a mark, or for every port
     * @param scheduler its name in the kernel
     * @param traffic its traffic
     * @param identity for {@link #realServers}
     */
    public record Server(
            String key,
            String protocol,
            String address,
            int port,
            String scheduler,
            Traffic traffic,
            Identity identity) {}

    /** A virtual server, as the kernel identifies it. */
    public static final class Identity {
        private final IpvsService.Key key;
        private final Optional<VirtualServer.Key> ofOurs;

        private Identity(IpvsService.Key key) {
            this.key = key;
            this.ofOurs = Optional.empty();
        }

        /** That of a virtual server that nf_tables carries out. */
        public Identity(VirtualServer.Key ofOurs) {
            this.key = null;
            this.ofOurs = Optional.of(ofOurs);
        }

        /** The key of one that nf_tables carries out; empty for one of IPVS. */
        public Optional<VirtualServer.Key> ofOurs() {
            return ofOurs;
        }
    }

    /**
     * A real server.
     *
     * @param address with its port
     * @param weight 0 = no new connections
     * @param active its established connections
     * @param inactive its connections that are over or not yet established, and still remembered
     */
    public record RealServer(String address, int weight, int active, int inactive, Traffic traffic) {}

    private IpvsTable(IpvsClient client) {
        this.client = client;
    }

    /**
     * Opens that of the calling thread's network namespace.
     *
     * @throws KernelUnavailableException without IPVS or without CAP_NET_ADMIN
     */
    public static IpvsTable open() {
        try {
            return new IpvsTable(IpvsClient.open());
        } catch (NetlinkException e) {
            throw IpvsReading.unavailable(e);
        }
    }

    @Override
    public List<Server> virtualServers() {
        try {
            return client.serviceStates().stream().map(IpvsTable::server).toList();
        } catch (NetlinkException e) {
            throw IpvsReading.unavailable(e);
        }
    }

    @Override
    public List<RealServer> realServers(Server server) {
        try {
            return client.destinationStates(server.identity().key).stream()
                    .map(IpvsTable::realServer)
                    .toList();
        } catch (NetlinkException e) {
            throw IpvsReading.unavailable(e);
        }
    }

    private static Server server(IpvsServiceState state) {
        IpvsService service = state.service();
        Traffic traffic = traffic(state.counters());
        Identity identity = new Identity(service.key());
        String name = IpvsNames.of(service.key());
        if (service.key() instanceof IpvsService.MarkKey byMark) {
            return new Server(name, "", "mark " + Mark.text(byMark.mark()), 0, service.scheduler(), traffic, identity);
        }
        IpvsService.AddressKey key = (IpvsService.AddressKey) service.key();
        return new Server(
                name,
                IpvsNames.protocol(key.protocol()),
                FromNetlink.ip(key.address()).toString(),
                key.port(),
                service.scheduler(),
                traffic,
                identity);
    }

    private static RealServer realServer(IpvsDestinationState state) {
        return new RealServer(
                IpvsNames.of(
                        state.destination().key().address(),
                        state.destination().key().port()),
                state.destination().weight(),
                state.activeConnections(),
                state.inactiveConnections(),
                traffic(state.counters()));
    }

    private static Traffic traffic(IpvsCounters counters) {
        return new Traffic(
                counters.total().connections(),
                counters.perSecond().connections(),
                counters.perSecond().bytesIn(),
                counters.perSecond().bytesOut());
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (NetlinkException e) {
            throw IpvsReading.unavailable(e);
        }
    }
}
