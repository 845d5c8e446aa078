package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
    private IpvsDoor ipvs;
    private VipDoor vips;

    /** Whether an answer was lost: the sockets, and what they know of the kernel, are given up at the next reading. */
    private boolean suspect;

    /** The kernel of the network namespace in which it is first {@link #observe observed}. */
    public NetlinkKernel() {
        this(NativeTransport::open);
    }

    NetlinkKernel(Transports transports) {
        this.transports = transports;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Creates the dummy link when it is missing.
     *
     * @throws KernelUnavailableException with a message for the user: what is missing, and what to do
     */
    @Override
    public KernelState observe() {
        if (suspect) {
            close();
            suspect = false;
        }
        try {
            open();
            return KernelState.of(ipvs.read(), vips.read());
        } catch (NetlinkException e) {
            close();
            throw new KernelUnavailableException(explain(e), e);
        }
    }

    @Override
    public List<Outcome> apply(List<KernelOp> operations) {
        requireOpen();
        Iterator<BatchResult> ofVips = vips.apply(only(operations, true)).iterator();
        Iterator<BatchResult> ofServers = ipvs.apply(only(operations, false)).iterator();
        List<Outcome> outcomes = operations.stream()
                .map(op -> OutcomeOf.result(op, isOnVip(op) ? ofVips.next() : ofServers.next()))
                .toList();
        suspect |= outcomes.stream().anyMatch(Outcome.Lost.class::isInstance);
        return outcomes;
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        requireOpen();
        try {
            return ipvs.connections(virtualServer);
        } catch (NetlinkException e) {
            close();
            throw new KernelUnavailableException(explain(e), e);
        }
    }

    private void requireOpen() {
        if (ipvs == null) {
            throw new KernelUnavailableException("the kernel was not read yet", null);
        }
    }

    private static List<KernelOp> only(List<KernelOp> operations, boolean onVip) {
        return operations.stream().filter(op -> isOnVip(op) == onVip).toList();
    }

    private static boolean isOnVip(KernelOp op) {
        return op instanceof KernelOp.OnVip;
    }

    private void open() throws NetlinkException {
        if (ipvs == null) {
            ipvs = new IpvsDoor(IpvsClient.over(transports.open(NetlinkProtocol.GENERIC)));
            vips = new VipDoor(RouteClient.over(transports.open(NetlinkProtocol.ROUTE)));
        }
    }

    private static String explain(NetlinkException e) {
        if (e instanceof FamilyNotFoundException) {
            return "this kernel has no IPVS: load module ip_vs, or boot a kernel with CONFIG_IP_VS";
        }
        if (e instanceof RefusedException refused && refused.errno().equals(Errno.EPERM)) {
            return "no privilege: CAP_NET_ADMIN in the host's own user namespace is needed; run as root"
                    + " or give the container that capability (" + e.getMessage() + ")";
        }
        if (e instanceof RefusedException refused && refused.errno().equals(Errno.EOPNOTSUPP)) {
            return "this kernel has no dummy link: load module dummy (" + e.getMessage() + ")";
        }
        return e.getMessage();
    }

    @Override
    public void close() {
        closeQuietly(ipvs);
        closeQuietly(vips);
        ipvs = null;
        vips = null;
    }

    private static void closeQuietly(AutoCloseable door) {
        try {
            if (door != null) {
                door.close();
            }
        } catch (Exception e) {
            // Closing a socket that is given up anyway: nothing depends on it, and the next one is opened fresh.
            LOG.debug("close of a netlink socket failed", e);
        }
    }
}
