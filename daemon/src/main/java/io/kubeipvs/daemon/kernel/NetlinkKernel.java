package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.check.Checks;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.check.KernelProbes;
import io.kubeipvs.daemon.kernel.dnat.DnatAdapter;
import io.kubeipvs.daemon.kernel.filter.FilterAdapter;
import io.kubeipvs.daemon.kernel.filter.FilterReading;
import io.kubeipvs.daemon.kernel.filter.RefusingChain;
import io.kubeipvs.daemon.kernel.flows.FlowForgetter;
import io.kubeipvs.daemon.kernel.ipvs.IpvsAdapter;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServerAdapter;
import io.kubeipvs.daemon.kernel.links.VipAdapter;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.daemon.kernel.settings.KernelSettings;
import io.kubeipvs.daemon.kernel.settings.OwnedSettings;
import io.kubeipvs.daemon.kernel.translation.OutcomeOf;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel of the calling thread's network namespace. Opens its sockets when first needed, and anew after something
 * went wrong with them. Used by one thread.
 */
public final class NetlinkKernel implements Kernel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetlinkKernel.class);

    /** Opens the way to the kernel: the seam below everything. */
    interface Transports {
        Transport open(NetlinkProtocol protocol) throws NetlinkException;
    }

    private final Transports transports;
    private final Supplier<Preparation> settings;
    private volatile VirtualServerAdapter servers;
    private VipAdapter vips;
    private volatile FilterAdapter filter;
    private volatile FlowForgetter flows;
    private final FilterTuning tuning;
    private final KernelObserver observer;
    private final Workers workers;
    private final AtomicReference<FilterReading> incorrectTables = new AtomicReference<>();
    private final OwnPorts ownPorts = new OwnPorts();

    /** Whether an answer was lost: the sockets are closed before the next preparation or reading. */
    private boolean suspect;

    private boolean isPrepared;

    /** The kernel of the network namespace in which it is first {@link #prepare prepared} or {@link #observe observed}. */
    public NetlinkKernel() {
        this(KernelSettings.remembered()::enforce, FilterTuning.DEFAULT, KernelObserver.NONE, Workers.unobserved());
    }

    /**
     * The kernel with settings.
     *
     * @param settings sets the kernel's settings as wanted, as a part of each preparation
     * @param tuning the marks and ports that the packet filter uses
     */
    public NetlinkKernel(
            Supplier<Preparation> settings, FilterTuning tuning, KernelObserver observer, Workers workers) {
        this(NativeTransport::open, settings, tuning, observer, workers);
    }

    NetlinkKernel(
            Transports transports,
            Supplier<Preparation> settings,
            FilterTuning tuning,
            KernelObserver observer,
            Workers workers) {
        this.transports = transports;
        this.settings = settings;
        this.tuning = tuning;
        this.observer = observer;
        this.workers = workers;
    }

    /**
     * {@inheritDoc}
     *
     * @throws KernelUnavailableException with a message for the user: what is missing, and the fix
     */
    @Override
    public Preparation prepare() {
        return onKernel(() -> {
            Preparation ofSettings = settings.get();
            List<String> repaired = new ArrayList<>(ofSettings.repaired());
            if (vips.prepare()) {
                repaired.add("link " + VipLink.NAME + ": missing");
                LOG.warn("link_repaired link={} differed=missing", VipLink.NAME);
            }
            repaired.addAll(filter.prepare());
            repaired.addAll(servers.prepare());
            FilterReading incorrect = incorrectTables.getAndSet(null);
            if (incorrect != null) {
                repaired.addAll(filter.correct(incorrect));
            }
            isPrepared = true;
            return new Preparation(repaired, ofSettings.problems());
        });
    }

    @Override
    public KernelState observe() {
        return onKernel(() -> KernelState.of(servers.read(), vips.read(), filter.read()));
    }

    /** A use of the sockets that are open then. */
    private interface Use<T> {
        T call() throws NetlinkException;
    }

    /** Opens what is closed, and closes everything when the use fails. */
    private <T> T onKernel(Use<T> use) {
        if (suspect) {
            closeAdapters();
        }
        try {
            open();
            return use.call();
        } catch (NetlinkException e) {
            closeAdapters();
            throw new KernelUnavailableException(UnusableKernel.problem(e), e);
        } catch (KernelUnavailableException e) {
            closeAdapters();
            throw e;
        }
    }

    @Override
    public List<Outcome> apply(List<KernelOp> operations) {
        requirePrepared();
        List<Outcome> outcomes = new SplitOperations(operations)
                .ipvs(ops -> servers.apply(ops))
                .vips(ops -> OutcomeOf.results(ops, vips.apply(ops)))
                .filter(ops -> filter.apply(ops))
                .flows(this::forget)
                .outcomes();
        suspect |= outcomes.stream().anyMatch(Outcome.Lost.class::isInstance);
        return outcomes;
    }

    private List<Outcome> forget(List<FlowOp> operations) {
        return operations.stream().map(op -> op.on(this::forget)).toList();
    }

    private Outcome forget(FlowOp.ForgetFlows op) {
        flows.forget(op);
        return new Outcome.Applied();
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        requirePrepared();
        try {
            return servers.connections(virtualServer);
        } catch (NetlinkException e) {
            closeAdapters();
            throw new KernelUnavailableException(UnusableKernel.problem(e), e);
        }
    }

    /** {@inheritDoc} A virtual server with the scheduler is added and removed, on an address for documentation. */
    @Override
    public boolean has(Scheduler scheduler) {
        return !tuning.dataPath().isIpvs()
                || Checks.firstMissing(KernelProbes.scheduler(scheduler)).isEmpty();
    }

    private void requirePrepared() {
        if (!isPrepared) {
            throw new KernelUnavailableException("the kernel is not prepared", null);
        }
    }

    private void open() throws NetlinkException {
        if (servers == null) {
            openAdapters();
        }
        if (flows == null || flows.isBroken()) {
            FlowForgetter next = new FlowForgetter(
                    ConntrackClient.over(open(Subsystem.FLOWS, NetlinkProtocol.NETFILTER)), observer::forgot, workers);
            if (flows != null) {
                next.continueFrom(flows);
            }
            flows = next;
        }
    }

    /**
     * Removes what the other data path left and no connection needs. The kernel must be prepared, and hold everything that is
     * wanted.
     *
     * @return whether nothing remains
     * @throws KernelUnavailableException when it cannot be done
     */
    public boolean removeOtherPath() {
        if (!tuning.dataPath().isIpvs()) {
            return onKernel(() -> LeftObjects.removeIpvs(servers.read()));
        }
        if (LeftObjects.removeTranslation()) {
            closeAdapters(); // the filter moves to its place before IPVS
            prepare();
        }
        return true;
    }

    /** IPVS first: if the kernel has none, this is the cause to report. */
    private void openAdapters() throws NetlinkException {
        if (tuning.dataPath().isIpvs()) {
            servers = new IpvsAdapter(IpvsClient.over(open(Subsystem.IPVS, NetlinkProtocol.GENERIC)));
        }
        NftablesClient tables = NftablesClient.over(open(Subsystem.FILTER, NetlinkProtocol.NETFILTER));
        try {
            filter = new FilterAdapter(tables, families(), LeftObjects.tuning(tables, tuning));
        } catch (NetlinkException | RuntimeException e) {
            closeQuietly(tables);
            throw e;
        }
        vips = new VipAdapter(RouteClient.over(open(Subsystem.VIPS, NetlinkProtocol.ROUTE)));
        if (servers == null) {
            servers = new DnatAdapter(
                    tables,
                    ConntrackClient.over(open(Subsystem.FLOWS, NetlinkProtocol.NETFILTER)),
                    families(),
                    this::forget);
        }
    }

    private Transport open(Subsystem subsystem, NetlinkProtocol protocol) throws NetlinkException {
        Transport transport = transports.open(protocol);
        ownPorts.add(transport.portId());
        return new CountedTransport(transport, messages -> observer.sent(subsystem, messages));
    }

    /** Where a reader finds the virtual servers. */
    public ServersSource serversSource() {
        return new ServersSource(tuning.dataPath(), this::written);
    }

    private Optional<Map<VirtualServer.Key, Frontend>> written(int generation) {
        VirtualServerAdapter present = servers;
        return present == null ? Optional.empty() : present.written(generation);
    }

    /** Our tables have elements without sense: the next preparation removes them. Safe to call from any thread. */
    public void correctTables(FilterReading incorrect) {
        incorrectTables.set(incorrect);
    }

    /** Whether a socket with this port id is or was one of these: its changes are our own. Safe to call from any thread. */
    public boolean isOwn(int portId) {
        return ownPorts.contains(portId);
    }

    /** Why flows of removed real servers are not forgotten now; empty = they are. Safe to call from any thread. */
    public List<Problem> problems() {
        FlowForgetter present = flows;
        return present == null ? List.of() : present.problems();
    }

    /** Chains of other programs that refuse packets of Services, as of the last check. Safe to call from any thread. */
    public Set<RefusingChain> refusingChains() {
        FilterAdapter present = filter;
        return present == null ? Set.of() : present.refusingChains();
    }

    /** Where IPv6 is switched off the filter needs no table for it. */
    static Set<Family> families() {
        return OwnedSettings.hasIpv6() ? EnumSet.allOf(Family.class) : EnumSet.of(Family.IPV4);
    }

    @Override
    public void close() {
        closeAdapters();
        closeQuietly(flows);
        flows = null;
    }

    /** All but the one that works aside, which has its queue. */
    private void closeAdapters() {
        closeQuietly(servers);
        closeQuietly(vips);
        closeQuietly(filter);
        servers = null;
        vips = null;
        filter = null;
        isPrepared = false;
        suspect = false;
    }

    static void closeQuietly(AutoCloseable adapter) {
        try {
            if (adapter != null) {
                adapter.close();
            }
        } catch (Exception e) {
            // Closing a socket that is given up anyway: nothing depends on it, and the next one is opened fresh.
            LOG.debug("netlink_socket_not_closed", e);
        }
    }
}
