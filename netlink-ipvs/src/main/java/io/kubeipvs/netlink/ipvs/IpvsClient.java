package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's table of virtual servers and their real servers, in one network namespace. Used by one thread at a time;
 * needs CAP_NET_ADMIN in the first user namespace, for reading too: without it all is refused with {@code EPERM}.
 *
 * <p>Lists can miss or repeat entries that change while they are read, and the kernel does not report this: never
 * conclude from a list alone that something may be deleted. {@link #service} is exact.
 *
 * <p>Continues to work after the module {@code ip_vs} is unloaded and loaded again.
 */
public final class IpvsClient implements AutoCloseable {
    private final IpvsSocket socket;

    private IpvsClient(IpvsSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens a client for the calling thread's network namespace.
     *
     * @throws io.kubeipvs.netlink.generic.FamilyNotFoundException when the kernel has no IPVS
     */
    public static IpvsClient open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.GENERIC));
    }

    /**
     * Makes a client of a transport, takes it over and closes it when it is closed or cannot be made.
     *
     * @throws io.kubeipvs.netlink.generic.FamilyNotFoundException when the kernel has no IPVS
     */
    public static IpvsClient over(Transport transport) throws NetlinkException {
        NetlinkSocket socket = new NetlinkSocket(transport);
        try {
            return new IpvsClient(new IpvsSocket(socket));
        } catch (NetlinkException failed) {
            socket.close();
            throw failed;
        }
    }

    /** All virtual servers of all programs, by address and by mark. */
    public List<IpvsService> services() throws NetlinkException {
        return socket.hold(
                (netlink, requests) -> netlink.dump("list virtual servers", requests.services(), ServiceCodec::decode));
    }

    /** All virtual servers with their counters. */
    public List<IpvsServiceState> serviceStates() throws NetlinkException {
        return socket.hold((netlink, requests) ->
                netlink.dump("list virtual servers", requests.services(), ServiceCodec::decodeState));
    }

    /** One virtual server; empty when there is none. */
    public Optional<IpvsService> service(IpvsService.Key key) throws NetlinkException {
        return find(key, ServiceCodec::decode);
    }

    /** One virtual server with its counters; empty when there is none. */
    public Optional<IpvsServiceState> serviceState(IpvsService.Key key) throws NetlinkException {
        return find(key, ServiceCodec::decodeState);
    }

    private <T> Optional<T> find(IpvsService.Key key, Decoder<T> decoder) throws NetlinkException {
        try {
            return Optional.of(socket.hold((netlink, requests) ->
                    netlink.ask(() -> "read virtual server " + key, requests.service(key), decoder)));
        } catch (RefusedException refused) {
            if (refused.errno().equals(Errno.ESRCH)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /**
     * A virtual server's real servers; empty also when there is no such virtual server. The kernel has no request for
     * one of them alone.
     */
    public List<IpvsDestination> destinations(IpvsService.Key service) throws NetlinkException {
        return socket.hold((netlink, requests) -> netlink.dump(
                () -> "list real servers of " + service,
                requests.destinations(service),
                message -> DestinationCodec.decode(message, service.family())));
    }

    /** A virtual server's real servers with their counters and connections; empty also when there is no such. */
    public List<IpvsDestinationState> destinationStates(IpvsService.Key service) throws NetlinkException {
        return socket.hold((netlink, requests) -> netlink.dump(
                () -> "list real servers of " + service,
                requests.destinations(service),
                message -> DestinationCodec.decodeState(message, service.family())));
    }

    /** Version and table size. */
    public IpvsInfo info() throws NetlinkException {
        return socket.hold((netlink, requests) -> netlink.ask("read IPVS info", requests.info(), InfoCodec::decode));
    }

    /** How long connections are remembered; 0 for a protocol that the kernel was built without. */
    public IpvsTimeouts timeouts() throws NetlinkException {
        return socket.hold(
                (netlink, requests) -> netlink.ask("read IPVS timeouts", requests.timeouts(), TimeoutsCodec::decode));
    }

    /**
     * Sets how long connections are remembered from their next packet on; 0 = as before. {@code EINVAL}: a number of
     * seconds that the kernel cannot count in its ticks.
     */
    public void setTimeouts(IpvsTimeouts timeouts) throws NetlinkException {
        socket.hold((netlink, requests) -> {
            netlink.execute("set IPVS timeouts", requests.setTimeouts(timeouts));
            return timeouts;
        });
    }

    /**
     * Makes the changes in order, many a message to the kernel, and returns one result for each. A refused change does
     * not stop those behind it.
     */
    public List<BatchResult> apply(List<IpvsChange> changes) {
        return socket.apply(changes);
    }

    /** How many attributes the kernel sent so far that are newer than this library; they were skipped. */
    public long unknownAttributes() {
        return socket.unknownAttributes();
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }
}
