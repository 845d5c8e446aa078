package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.AddressPort;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections.Connection;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections.Side;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowProtocol;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The virtual servers of our tables at one moment, for commands. Connections are those of conntrack; traffic is not counted,
 * so rates are 0. It holds no socket.
 */
public final class DnatServers implements VirtualServers {
    private static final IpvsTable.Traffic NO_TRAFFIC = new IpvsTable.Traffic(0, 0, 0, 0);
    private static final IpvsListing.Traffic NONE = new IpvsListing.Traffic(0, 0, 0, 0, 0);
    private static final IpvsListing.Forwarding MASQUERADE = new IpvsListing.Forwarding("Masq", "", 0, "nocsum");

    private final Map<VirtualServer.Key, Frontend> frontends = new TreeMap<>();
    private final FlowLoads loads;

    private DnatServers(Map<VirtualServer.Key, Frontend> frontends, FlowLoads loads) {
        this.frontends.putAll(frontends);
        this.loads = loads;
    }

    /**
     * Reads those of the network namespace of the calling thread.
     *
     * @param families those that the kernel has
     * @throws KernelUnavailableException when they cannot be read
     */
    public static DnatServers read(Set<Family> families) {
        try (NftablesClient tables = NftablesClient.open();
                ConntrackClient flows = ConntrackClient.open()) {
            return new DnatServers(frontends(tables, families), FlowLoads.read(flows));
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    /**
     * Gives each connection to a virtual server, in no order.
     *
     * @throws KernelUnavailableException when they cannot be read
     */
    public static void connections(Set<Family> families, Consumer<Connection> consumer) {
        try (NftablesClient tables = NftablesClient.open();
                ConntrackClient flows = ConntrackClient.open()) {
            Set<VirtualServer.Key> keys = frontends(tables, families).keySet();
            FlowLoads.forEach(flows, (led, flow) -> {
                if (keys.contains(led.from())) {
                    consumer.accept(connection(led, flow));
                }
            });
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    private static Map<VirtualServer.Key, Frontend> frontends(NftablesClient tables, Set<Family> families)
            throws NetlinkException {
        return DnatContent.frontends(
                tables,
                families.stream()
                        .map(family -> new DnatTable(DnatFamily.of(family)))
                        .toList());
    }

    private static Connection connection(FlowLoads.Led led, Flow flow) {
        int port = flow.original().protocol() instanceof FlowProtocol.Ports ports ? ports.source() : 0;
        return new Connection(
                led.from().protocol().toString(),
                flow.tcpState().map(Object::toString).orElse("UDP"),
                flow.timeoutSeconds(),
                new Side(FromNetlink.ip(flow.original().source()), port),
                new Side(led.from().vip(), led.from().port()),
                new Side(led.to().address(), led.to().port()));
    }

    private static KernelUnavailableException unreadable(NetlinkException e) {
        return new KernelUnavailableException(
                new Problem(
                        "the kernel's virtual servers cannot be read: " + e.getMessage(),
                        "run the command as root, in the network namespace of the node"),
                e);
    }

    @Override
    public List<IpvsTable.Server> virtualServers() {
        return frontends.values().stream().map(DnatServers::server).toList();
    }

    private static IpvsTable.Server server(Frontend frontend) {
        VirtualServer.Key key = frontend.key();
        return new IpvsTable.Server(
                key.toString(),
                key.isByMark() ? "" : key.protocol().toString(),
                key.isByMark() ? "mark " + Mark.text(key.mark()) : key.vip().toString(),
                key.port(),
                frontend.virtualServer().scheduler(),
                NO_TRAFFIC,
                new IpvsTable.Identity(key));
    }

    @Override
    public List<IpvsTable.RealServer> realServers(IpvsTable.Server server) {
        Frontend frontend = frontends.get(server.identity().ofOurs().orElseThrow());
        return frontend == null
                ? List.of()
                : sorted(frontend).map(one -> realServer(frontend.key(), one)).toList();
    }

    private IpvsTable.RealServer realServer(VirtualServer.Key key, RealServer server) {
        FlowLoads.Load load = loads.of(key, server.key());
        return new IpvsTable.RealServer(
                server.key().toString(), server.weight(), load.active(), load.inactive(), NO_TRAFFIC);
    }

    private static Stream<RealServer> sorted(Frontend frontend) {
        return frontend.realServers().values().stream().sorted(Comparator.comparing(RealServer::key));
    }

    /** The same as a listing of IPVS has it. */
    public IpvsListing listing() {
        return new IpvsListing(
                "", 0, frontends.values().stream().map(this::entry).toList());
    }

    private IpvsListing.VirtualServerEntry entry(Frontend frontend) {
        VirtualServer server = frontend.virtualServer();
        VirtualServer.Key key = server.key();
        return new IpvsListing.VirtualServerEntry(
                key.isByMark() ? "FWM" : key.protocol().toString(),
                key.isByMark() ? "" : AddressPort.text(key.vip(), key.port()),
                key.mark(),
                key.vip().family() == Family.IPV6,
                server.scheduler(),
                new IpvsListing.Flags(List.of(), false),
                new IpvsListing.Persistence(server.timeoutSeconds() > 0, server.timeoutSeconds(), "", ""),
                NONE,
                NONE,
                sorted(frontend).map(one -> entry(key, one)).toList());
    }

    private IpvsListing.RealServerEntry entry(VirtualServer.Key key, RealServer server) {
        FlowLoads.Load load = loads.of(key, server.key());
        return new IpvsListing.RealServerEntry(
                server.key().toString(),
                MASQUERADE,
                server.weight(),
                server.limits().max(),
                server.limits().min(),
                load.active(),
                load.inactive(),
                0,
                NONE,
                NONE);
    }

    @Override
    public void close() {
        // Everything was read at the beginning.
    }
}
