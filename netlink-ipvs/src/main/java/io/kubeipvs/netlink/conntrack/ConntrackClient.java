package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The kernel's table of tracked flows, in one network namespace. Used by one thread at a time; needs CAP_NET_ADMIN over
 * the namespace, for reading too.
 *
 * <p>Refusals to expect of every method: {@code EPERM} CAP_NET_ADMIN is missing; {@code EINVAL} the kernel has no
 * ctnetlink ({@code nf_conntrack_netlink}).
 */
public final class ConntrackClient implements AutoCloseable {
    private final NetlinkSocket socket;

    private ConntrackClient(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a client for the calling thread's network namespace. */
    public static ConntrackClient open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.NETFILTER));
    }

    /** Makes a client of a transport, takes it over and closes it when it is closed. */
    public static ConntrackClient over(Transport transport) {
        return new ConntrackClient(new NetlinkSocket(transport));
    }

    /**
     * The flows that match, in no order. What the kernel filters it does not copy; what it does not is filtered here,
     * so that the answer is the same on every kernel. Flows that come or go meanwhile may be in it or not, and the
     * kernel does not report this.
     */
    public List<Flow> flows(FlowFilter filter) throws NetlinkException {
        return flows(filter, Optional::of);
    }

    /**
     * The same, with a choice: only what it makes of a flow is kept, and nothing of a flow for which it is empty. A table
     * of a million flows needs no memory then. The choice is called while flows arrive.
     */
    public <T> List<T> flows(FlowFilter filter, Function<Flow, Optional<T>> choice) throws NetlinkException {
        return dump(
                filter,
                message -> FlowCodec.decode(message)
                        .filter(filter::matches)
                        .flatMap(choice)
                        .orElse(null));
    }

    /**
     * Deletes flows, many a message to the kernel, and returns one result for each, in order. Refused with {@code
     * ENOENT}: there is no flow with that tuple, or it has another id; the one that was meant is gone already.
     */
    public List<BatchResult> delete(List<FlowDeletion> deletions) {
        return socket.batch(deletions, FlowCodec::encode);
    }

    /** How many flows there are. */
    public long count() throws NetlinkException {
        return socket.ask("count flows", countRequest(), StatsCodec::decodeEntries);
    }

    static Request countRequest() {
        return new Request(CtMessage.GET_STATS, 0, StatsCodec.LAYOUT, out -> NetfilterHeader.write(out, 0, 0));
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }

    /** A kernel that is built without marks or zones refuses to filter by them, and so has to list more. */
    private <T> List<T> dump(FlowFilter filter, Decoder<T> decoder) throws NetlinkException {
        String operation = "list flows";
        try {
            return socket.dump(operation, FilterCodec.list(filter), decoder);
        } catch (RefusedException refused) {
            if (!refused.refusal().errno().equals(Errno.EOPNOTSUPP)) {
                throw refused;
            }
            return socket.dump(operation, FilterCodec.list(filter.family()), decoder);
        }
    }
}
