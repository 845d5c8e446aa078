package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.generic.FamilyResolver;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's table of virtual servers and their real servers, in one network namespace. Used by one thread at a time;
 * needs CAP_NET_ADMIN in the first user namespace, for reading too.
 *
 * <p>Lists can lack or repeat entries that change while they are read, and the kernel does not say so: never conclude
 * from a list alone that something may be deleted.
 */
public final class IpvsClient implements AutoCloseable {

    private final NetlinkSocket socket;
    private final IpvsRequests requests;
    private final IpvsChangeEncoder encoder;

    private IpvsClient(NetlinkSocket socket, int family) {
        this.socket = socket;
        this.requests = new IpvsRequests(family);
        this.encoder = new IpvsChangeEncoder(family);
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
            return new IpvsClient(socket, FamilyResolver.resolve(socket, IpvsCommand.FAMILY));
        } catch (NetlinkException failed) {
            socket.close();
            throw failed;
        }
    }

    /** All virtual servers with an address, whoever made them; those by firewall mark are left out. */
    public List<IpvsService> services() throws NetlinkException {
        return socket.dump("list virtual servers", requests.services(), ServiceCodec::decode).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** A virtual server's real servers; empty also when there is no such virtual server. */
    public List<IpvsDestination> destinations(IpvsService.Key service) throws NetlinkException {
        return socket.dump(
                "list real servers of " + service,
                requests.destinations(service),
                message -> DestinationCodec.decode(message, service.address().family()));
    }

    /** Version and table size. */
    public IpvsInfo info() throws NetlinkException {
        return socket.ask("read IPVS info", requests.info(), InfoCodec::decode);
    }

    /**
     * Makes the changes in order, many a message to the kernel, and returns one result for each. A refused change does
     * not stop those behind it.
     */
    public List<BatchResult> apply(List<IpvsChange> changes) {
        return socket.batch(changes, encoder);
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }
}
