package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.kernel.UdpFlow;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.kernel.dnat.DnatReader;
import io.kubeipvs.daemon.kernel.filter.FilterReader;
import io.kubeipvs.daemon.kernel.filter.FilterReading;
import io.kubeipvs.daemon.kernel.flows.UdpFlows;
import io.kubeipvs.daemon.kernel.ipvs.IpvsAdapter;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServerReader;
import io.kubeipvs.daemon.kernel.links.VipAdapter;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Reads the kernel of the calling thread's network namespace through sockets of its own, which it opens when first needed,
 * and anew after something went wrong with them. Used by one thread.
 */
public final class NetlinkReader implements KernelReader, AutoCloseable {
    /** How long announcements of a transaction may take until they count as missing. */
    private static final Duration LATE = Duration.ofMillis(200);

    private final NetlinkKernel.Transports transports;
    private final ServersSource source;
    private final KernelObserver observer;
    private final TableGenerations generations;
    private final Consumer<FilterReading> onIncorrect;
    private Optional<Sockets> sockets = Optional.empty();

    private record Sockets(VirtualServerReader servers, VipAdapter vips, NftablesClient tables, ConntrackClient flows) {
        FilterReading filter() throws NetlinkException {
            return new FilterReader(tables, NetlinkKernel.families()).read();
        }

        void close() throws NetlinkException {
            try (servers;
                    vips;
                    tables;
                    flows) {
                // each is closed, whatever the others do
            }
        }
    }

    /** A reader of the kernel's IPVS. */
    public NetlinkReader(KernelObserver observer, TableGenerations generations, Consumer<FilterReading> onIncorrect) {
        this(ServersSource.kernel(DataPath.IPVS), observer, generations, onIncorrect);
    }

    /**
     * @param source of virtual servers
     * @param generations whether our tables must be read
     * @param onIncorrect called with a reading of our tables that has elements without sense; on the reading thread
     */
    public NetlinkReader(
            ServersSource source,
            KernelObserver observer,
            TableGenerations generations,
            Consumer<FilterReading> onIncorrect) {
        this(NativeTransport::open, source, observer, generations, onIncorrect);
    }

    NetlinkReader(
            NetlinkKernel.Transports transports,
            KernelObserver observer,
            TableGenerations generations,
            Consumer<FilterReading> onIncorrect) {
        this(transports, ServersSource.kernel(DataPath.IPVS), observer, generations, onIncorrect);
    }

    private NetlinkReader(
            NetlinkKernel.Transports transports,
            ServersSource source,
            KernelObserver observer,
            TableGenerations generations,
            Consumer<FilterReading> onIncorrect) {
        this.source = source;
        this.transports = transports;
        this.observer = observer;
        this.generations = generations;
        this.onIncorrect = onIncorrect;
    }

    @Override
    public boolean hasServersInTables() {
        return !source.path().isIpvs();
    }

    @Override
    public Map<VirtualServer.Key, VirtualServer> virtualServers() {
        return read(open -> open.servers().virtualServers());
    }

    @Override
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key virtualServer) {
        return read(open -> open.servers().realServers(virtualServer));
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key virtualServer) {
        return read(open -> open.servers().frontend(virtualServer));
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        return read(open -> open.servers().connections(virtualServer));
    }

    @Override
    public Set<Ip> vips() {
        return read(open -> Set.copyOf(open.vips().read()));
    }

    @Override
    public FilterState filter() {
        return read(this::filter);
    }

    @Override
    public Optional<FilterState> filterIfChanged() {
        return read(open -> {
            int generation = open.tables().generation();
            return isKnown(generation) ? Optional.empty() : Optional.of(filter(open));
        });
    }

    @Override
    public Set<UdpFlow> udpFlows(Set<VirtualServer.Key> virtualServers) {
        return virtualServers.isEmpty() ? Set.of() : read(open -> UdpFlows.read(open.flows(), virtualServers));
    }

    private FilterState filter(Sockets open) throws NetlinkException {
        FilterReading reading = open.filter();
        generations.read((int) reading.generation());
        if (reading.needsCorrection()) {
            onIncorrect.accept(reading);
        }
        return reading.state();
    }

    /** The announcement of a transaction may still be on its way. */
    private boolean isKnown(int generation) {
        long deadline = System.nanoTime() + LATE.toNanos();
        boolean isKnown = generations.isKnown(generation);
        while (!isKnown && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
            isKnown = generations.isKnown(generation);
        }
        return isKnown;
    }

    private interface Use<T> {
        T call(Sockets open) throws NetlinkException;
    }

    private <T> T read(Use<T> use) {
        try {
            if (sockets.isEmpty()) {
                sockets = Optional.of(open());
            }
            return use.call(sockets.get());
        } catch (NetlinkException e) {
            close();
            throw new KernelUnavailableException(UnusableKernel.problem(e), e);
        }
    }

    private Sockets open() throws NetlinkException {
        List<Transport> opened = new ArrayList<>();
        try {
            NftablesClient tables = NftablesClient.over(open(Subsystem.FILTER, NetlinkProtocol.NETFILTER, opened));
            ConntrackClient flows = ConntrackClient.over(open(Subsystem.FLOWS, NetlinkProtocol.NETFILTER, opened));
            RouteClient links = RouteClient.over(open(Subsystem.VIPS, NetlinkProtocol.ROUTE, opened));
            if (hasServersInTables()) {
                DnatReader servers = new DnatReader(tables, flows, NetlinkKernel.families(), source.written());
                return new Sockets(servers, new VipAdapter(links), tables, flows);
            }
            IpvsClient ipvs = IpvsClient.over(open(Subsystem.IPVS, NetlinkProtocol.GENERIC, opened));
            return new Sockets(new IpvsAdapter(ipvs), new VipAdapter(links), tables, flows);
        } catch (NetlinkException e) {
            opened.forEach(NetlinkKernel::closeQuietly);
            throw e;
        }
    }

    private Transport open(Subsystem subsystem, NetlinkProtocol protocol, List<Transport> opened)
            throws NetlinkException {
        Transport transport =
                new CountedTransport(transports.open(protocol), messages -> observer.sent(subsystem, messages));
        opened.add(transport);
        return transport;
    }

    @Override
    public void close() {
        sockets.ifPresent(open -> NetlinkKernel.closeQuietly(open::close));
        sockets = Optional.empty();
    }
}
