package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Links, their addresses and local routes, in one network namespace. Used by one thread at a time; changes need
 * CAP_NET_ADMIN over the namespace.
 */
public final class RouteClient implements AutoCloseable {
    private static final String DUMMY = "dummy";

    /** No link has this index. */
    private static final int ALL_LINKS = 0;

    private final NetlinkSocket socket;

    private RouteClient(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a client for the calling thread's network namespace. */
    public static RouteClient open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.ROUTE));
    }

    /** Makes a client of a transport, takes it over and closes it when it is closed. */
    public static RouteClient over(Transport transport) {
        return new RouteClient(new NetlinkSocket(transport));
    }

    /** The link of that name. */
    public Optional<Link> link(String name) throws NetlinkException {
        Request request = new Request(RouteMessage.GETLINK, 0, LinkCodec.LAYOUT, out -> LinkCodec.writeName(out, name));
        try {
            return Optional.of(socket.ask("look up link " + name, request, LinkCodec::decode));
        } catch (RefusedException refused) {
            if (refused.errno().equals(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** All links. */
    public List<Link> links() throws NetlinkException {
        Request request = new Request(RouteMessage.GETLINK, 0, LinkCodec.LAYOUT, out -> LinkCodec.writeHeader(out, 0));
        return socket.dump("list links", request, LinkCodec::decode);
    }

    /**
     * Sets a link up or down, which may be so already.
     *
     * @throws RefusedException {@code ENODEV} there is no such link
     */
    public void setUp(Link link, boolean up) throws NetlinkException {
        Request request =
                new Request(RouteMessage.NEWLINK, 0, LinkCodec.LAYOUT, out -> LinkCodec.writeUp(out, link.index(), up));
        socket.execute("set link " + link.name() + (up ? " up" : " down"), request);
    }

    /**
     * Creates a dummy link and leaves it down: its addresses are local all the same, and it gets no address of its own.
     *
     * @throws RefusedException {@code EEXIST} the name is taken, {@code EOPNOTSUPP} the kernel has no dummy driver,
     *     {@code EPERM} CAP_NET_ADMIN is missing
     */
    public Link createDummy(String name) throws NetlinkException {
        return createLink(name, DUMMY);
    }

    /**
     * Creates a link that needs nothing but a name, and returns it; it is down at first.
     *
     * @param kind the kernel's name of its kind: {@code dummy}, {@code bridge}, {@code ifb}
     * @throws RefusedException {@code EEXIST} a link has this name; {@code EOPNOTSUPP} the kernel has no such kind
     */
    public Link createLink(String name, String kind) throws NetlinkException {
        int flags = MessageFlags.CREATE | MessageFlags.EXCLUSIVE;
        Request request =
                new Request(RouteMessage.NEWLINK, flags, LinkCodec.LAYOUT, out -> LinkCodec.writeNew(out, name, kind));
        socket.execute("create " + kind + " link " + name, request);
        return link(name)
                .orElseThrow(() -> new NetlinkException("link " + name + " went away as soon as it was created"));
    }

    /**
     * Deletes a link and all addresses on it.
     *
     * @throws RefusedException {@code ENODEV} there is no such link
     */
    public void deleteLink(Link link) throws NetlinkException {
        Request request =
                new Request(RouteMessage.DELLINK, 0, LinkCodec.LAYOUT, out -> LinkCodec.writeHeader(out, link.index()));
        socket.execute("delete link " + link.name(), request);
    }

    /**
     * The addresses on one link, of both families, link-local ones included.
     *
     * @throws RefusedException {@code ENODEV} there is no such link
     * @throws io.kubeipvs.netlink.DumpInterruptedException when they kept changing
     */
    public List<LinkAddress> addresses(int linkIndex) throws NetlinkException {
        Request request = new Request(
                RouteMessage.GETADDR, 0, AddressCodec.LAYOUT, out -> AddressCodec.writeFilter(out, linkIndex));
        return socket.dump("list addresses of link " + linkIndex, request, AddressCodec::decode);
    }

    /**
     * The addresses on all links, of both families, link-local ones included. This is one dump, whatever the number of
     * links.
     *
     * @throws io.kubeipvs.netlink.DumpInterruptedException when they kept changing
     */
    public List<LinkAddress> addresses() throws NetlinkException {
        Request request = new Request(
                RouteMessage.GETADDR, 0, AddressCodec.LAYOUT, out -> AddressCodec.writeFilter(out, ALL_LINKS));
        return socket.dump("list addresses", request, AddressCodec::decode);
    }

    /**
     * Makes the changes in order, many a message to the kernel, and returns one result for each. A refused change does
     * not stop those behind it.
     */
    public List<BatchResult> apply(List<AddressChange> changes) {
        return socket.batch(changes, new AddressChangeEncoder());
    }

    /**
     * The local routes that name a link, of both families, those of the addresses on it included.
     *
     * @throws io.kubeipvs.netlink.DumpInterruptedException when they kept changing
     */
    public List<LocalRoute> localRoutes(int linkIndex) throws NetlinkException {
        List<LocalRoute> routes = new ArrayList<>();
        for (Family family : Family.values()) {
            Request request = new Request(
                    RouteMessage.GETROUTE,
                    0,
                    LocalRouteCodec.LAYOUT,
                    out -> LocalRouteCodec.writeFilter(out, family, linkIndex));
            socket.dump("list local routes of link " + linkIndex, request, LocalRouteCodec::decode).stream()
                    .flatMap(Optional::stream)
                    .filter(route -> route.linkIndex() == linkIndex)
                    .forEach(routes::add);
        }
        return routes;
    }

    /** As {@link #apply}, for local routes. */
    public List<BatchResult> applyRoutes(List<LocalRouteChange> changes) {
        return socket.batch(changes, new LocalRouteEncoder());
    }

    /**
     * The port id of its socket. A notification of a change that it made has this number, so that its owner recognises
     * the change.
     */
    public int portId() {
        return socket.portId();
    }

    /** How many attributes were received so far that are newer than this library; they were skipped. */
    public long unknownAttributes() {
        return socket.unknownAttributes();
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }
}
