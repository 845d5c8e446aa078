package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A kernel in memory: the objects it receives stay, and is listed as the kernel lists it. It keeps and returns
 * attributes as they came. {@code MemoryKernelContractTest} holds it to the contract of the real one. Any thread may
 * use it; like the kernel it does one thing at a time.
 */
public final class MemoryKernel {
    private static final int MESSAGE_HEADER = 16;
    private static final int CONTROLLER = 16;
    private static final int BATCH_BEGIN = 16;
    private static final int CONNTRACK = 1;
    private static final int NFTABLES = 10;
    /** A port id that no connection has. */
    private static final int ANOTHER_PROGRAM = 1;

    private static final int FIRST_PORT_ID = 1;

    private final Announcements announcements = new Announcements();
    private final IpvsTable ipvs = new IpvsTable();
    private final LinkTable links = new LinkTable(announcements);
    private final FilterTables filter = new FilterTables(announcements);
    private final FlowTable flows = new FlowTable();
    private final List<Consumer<Announcements.Announcement>> audience = new ArrayList<>();
    private int lastPortId = FIRST_PORT_ID;
    private long messages;
    private long writes;

    /**
     * How much it holds.
     *
     * @param addresses of the link that VIPs are bound to
     * @param services elements of the maps of Services
     * @param flows that conntrack knows
     * @param messages received since it was made
     * @param writes those of them that ask for a change, without the program's checks
     */
    public record Counts(
            int virtualServers, int realServers, int addresses, int services, int flows, long messages, long writes) {}

    /**
     * A way to it, in this process.
     *
     * @param groups the multicast groups to join, by their kernel's numbers
     */
    public synchronized Transport transport(NetlinkProtocol protocol, Integer... groups) {
        MemoryTransport transport = new MemoryTransport(this, protocol, ++lastPortId, Set.of(groups));
        if (groups.length > 0) {
            announceTo(transport);
        }
        return transport;
    }

    /** @param listener receives every change of a real server from now on, beside former ones */
    public synchronized void onRealServers(RealServerListener listener) {
        ipvs.listen(listener);
    }

    /** Its objects now. */
    public synchronized Counts counts() {
        int services = filter.all().values().stream()
                .flatMap(table -> table.sets().entrySet().stream())
                .filter(set -> set.getKey().equals("services"))
                .mapToInt(set -> set.getValue().size())
                .sum();
        return new Counts(
                ipvs.services(),
                ipvs.destinations(),
                links.addresses("kube-ipvs0"),
                services,
                flows.count(),
                messages,
                writes);
    }

    /** conntrack leads a UDP client to a server: each is an IPv4 address and a port. */
    public synchronized void track(InetSocketAddress client, InetSocketAddress dialled, InetSocketAddress server) {
        flows.add(end(client), end(dialled), end(server));
    }

    private static FlowTable.End end(InetSocketAddress socket) {
        return new FlowTable.End(socket.getAddress().getAddress(), socket.getPort());
    }

    /** Removes a virtual server, as another program would. */
    public synchronized void loseVirtualServer() throws RefusedRequest {
        ipvs.deleteFirst();
    }

    /** Removes an address of the link that VIPs are bound to, as another program would. */
    public synchronized void loseAddress() {
        announcements.by(ANOTHER_PROGRAM);
        links.removeFirstAddress("kube-ipvs0");
        announce();
    }

    /** Removes an element of the map of Services, as another program would. */
    public synchronized void loseElement() {
        announcements.by(ANOTHER_PROGRAM);
        filter.removeElement("services");
        announce();
    }

    /** Removes all tables, as {@code nft flush ruleset} does. */
    public synchronized void loseTables() {
        announcements.by(ANOTHER_PROGRAM);
        filter.removeTables();
        announce();
    }

    /** Removes the link that VIPs are bound to, with its addresses. */
    public synchronized void loseLink() {
        announcements.by(ANOTHER_PROGRAM);
        links.removeLink("kube-ipvs0");
        announce();
    }

    /** @param listener gets everything that is announced to multicast groups */
    synchronized void announceTo(Consumer<Announcements.Announcement> listener) {
        audience.add(listener);
    }

    synchronized void leave(Consumer<Announcements.Announcement> listener) {
        audience.remove(listener);
    }

    private void announce() {
        for (Announcements.Announcement announcement : announcements.take()) {
            audience.forEach(listener -> listener.accept(announcement));
        }
    }

    /**
     * The datagrams that answer one.
     *
     * @param portId of the socket that sends the request
     */
    synchronized List<byte[]> answer(NetlinkProtocol protocol, int portId, ByteBuffer datagram) {
        List<Request> requests = requests(datagram);
        messages += requests.size();
        writes += requests.stream().filter(request -> request.isWrite(protocol)).count();
        Answers answers = new Answers(portId);
        announcements.by(portId);
        if (protocol == NetlinkProtocol.NETFILTER && requests.get(0).type() == BATCH_BEGIN) {
            new FilterTransaction(filter).run(requests, answers);
        } else {
            requests.forEach(request -> answer(protocol, request, answers));
        }
        announce();
        return answers.datagrams();
    }

    private static List<Request> requests(ByteBuffer datagram) {
        ByteBuffer in = datagram.duplicate().order(ByteOrder.nativeOrder());
        List<Request> requests = new ArrayList<>();
        while (in.remaining() >= MESSAGE_HEADER) {
            int at = in.position();
            int length = in.getInt();
            int type = Short.toUnsignedInt(in.getShort());
            int flags = Short.toUnsignedInt(in.getShort());
            int sequence = in.getInt();
            byte[] payload = new byte[length - MESSAGE_HEADER];
            in.position(at + MESSAGE_HEADER).get(payload);
            requests.add(new Request(type, flags, sequence, payload));
            in.position(Math.min(in.limit(), at + (length + 3 & ~3)));
        }
        return requests;
    }

    private void answer(NetlinkProtocol protocol, Request request, Answers answers) {
        try {
            handle(protocol, request, answers);
            if (request.has(Request.DUMP)) {
                answers.done(request);
            } else if (request.has(Request.ACK)) {
                answers.acknowledge(request, 0);
            }
        } catch (RefusedRequest refused) {
            answers.acknowledge(request, refused.errno());
        }
    }

    private void handle(NetlinkProtocol protocol, Request request, Answers answers) throws RefusedRequest {
        switch (protocol) {
            case ROUTE -> links.handle(request, answers);
            case GENERIC -> {
                if (request.type() == CONTROLLER) {
                    findFamily(request, answers);
                } else if (request.type() == IpvsTable.FAMILY) {
                    ipvs.handle(request, answers);
                } else {
                    throw new RefusedRequest(RefusedRequest.ENOENT);
                }
            }
            case SOCK_DIAG -> {} // it has no sockets
            case NETFILTER -> handleNetfilter(request, answers);
        }
    }

    private static void findFamily(Request request, Answers answers) throws RefusedRequest {
        if (!request.attributes(4).get(2).text().equals("IPVS")) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
        byte[] id = ByteBuffer.allocate(2)
                .order(ByteOrder.nativeOrder())
                .putShort((short) IpvsTable.FAMILY)
                .array();
        answers.put(request, CONTROLLER, new Payload().u32(1).add(1, id));
    }

    /** There is no ipset. */
    private void handleNetfilter(Request request, Answers answers) throws RefusedRequest {
        switch (request.type() >>> 8) {
            case NFTABLES -> filter.answer(request, answers);
            case CONNTRACK -> {
                switch (request.type() & 0xFF) {
                    case 1 -> flows.list(request, answers);
                    case 2 -> flows.delete(request);
                    case 5 ->
                        answers.put(
                                request, request.type(), new Payload().u32(0).addBe32(1, flows.count()));
                    default -> throw new RefusedRequest(RefusedRequest.ENOENT);
                }
            }
            default -> throw new RefusedRequest(RefusedRequest.EINVAL);
        }
    }
}
