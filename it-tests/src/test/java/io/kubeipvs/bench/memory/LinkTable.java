package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Links and their addresses: loopback, {@code eth0} with one address, and what is created. Errnos are those of {@code
 * net/core/rtnetlink.c}, {@code net/ipv4/devinet.c} and {@code net/ipv6/addrconf.c}.
 */
final class LinkTable {
    private static final int NEW_LINK = 16;
    private static final int NEW_ADDRESS = 20;
    private static final int LINK_HEADER = 16;
    private static final int ADDRESS_HEADER = 8;
    private static final int NAME = 3;
    private static final int LINK_INFO = 18;
    private static final int KIND = 1;
    private static final int UP = 0x1;
    private static final byte AF_INET = 2;
    private static final int LOOPBACK = 0x8;

    /** A link, and its addresses' messages by address. */
    private static final class Link {
        private final int index;
        private final String name;
        private final String kind;
        private int flags;
        private final Map<ByteBuffer, byte[]> addresses = new LinkedHashMap<>();

        Link(int index, String name, String kind, int flags) {
            this.index = index;
            this.name = name;
            this.kind = kind;
            this.flags = flags;
        }
    }

    private final Announcements announcements;
    private final Map<Integer, Link> links = new LinkedHashMap<>();
    private int lastIndex;

    LinkTable(Announcements announcements) {
        this.announcements = announcements;
        create("lo", "", UP | LOOPBACK);
        Link node = create("eth0", "", UP);
        byte[] address = {(byte) 192, (byte) 168, 1, 2};
        node.addresses.put(
                ByteBuffer.wrap(address),
                new Payload()
                        .raw((byte) 2, (byte) 24, (byte) 0, (byte) 0)
                        .u32(node.index)
                        .add(2, address)
                        .copy());
    }

    private Link create(String name, String kind, int flags) {
        Link link = new Link(++lastIndex, name, kind, flags);
        links.put(link.index, link);
        return link;
    }

    /** Of the link of this name; 0 when there is none. */
    int addresses(String link) {
        return byName(link).map(found -> found.addresses.size()).orElse(0);
    }

    /** Removes an address behind the program's back. */
    void removeFirstAddress(String link) {
        Map<ByteBuffer, byte[]> addresses = byName(link).orElseThrow().addresses;
        announceAddress(
                NEW_ADDRESS + 1, addresses.remove(addresses.keySet().iterator().next()));
    }

    /** Removes a link behind the program's back. */
    void removeLink(String link) {
        deleteLink(byName(link).orElseThrow());
    }

    private void announceAddress(int type, byte[] message) {
        Payload payload = new Payload().raw(message);
        if (message[0] == AF_INET) {
            announcements.add(NetlinkProtocol.ROUTE, Announcements.IPV4_ADDRESSES, type, payload);
        } else {
            announcements.addUnnamed(NetlinkProtocol.ROUTE, Announcements.IPV6_ADDRESSES, type, payload);
        }
    }

    private void announceLink(int type, Link link) {
        announcements.addUnnamed(NetlinkProtocol.ROUTE, Announcements.LINKS, type, answer(link));
    }

    private Optional<Link> byName(String name) {
        return links.values().stream().filter(link -> link.name.equals(name)).findFirst();
    }

    void handle(Request request, Answers answers) throws RefusedRequest {
        switch (request.type()) {
            case NEW_LINK -> newLink(request);
            case NEW_LINK + 1 -> deleteLink(link(request));
            case NEW_LINK + 2 -> getLinks(request, answers);
            case NEW_ADDRESS -> newAddress(request);
            case NEW_ADDRESS + 1 -> deleteAddress(request);
            case NEW_ADDRESS + 2 -> getAddresses(request, answers);
            default -> throw new RefusedRequest(RefusedRequest.EOPNOTSUPP);
        }
    }

    /** Creates a link, or sets one up or down. */
    private void newLink(Request request) throws RefusedRequest {
        Attributes in = request.attributes(LINK_HEADER);
        if (!in.has(NAME)) {
            Attributes header = request.attributes(0);
            Link link = link(request);
            int change = header.u32(12);
            link.flags = link.flags & ~change | header.u32(8) & change;
            announceLink(NEW_LINK, link);
            return;
        }
        if (byName(in.get(NAME).text()).isPresent()) {
            throw new RefusedRequest(RefusedRequest.EEXIST);
        }
        announceLink(
                NEW_LINK,
                create(in.get(NAME).text(), in.get(LINK_INFO).get(KIND).text(), 0));
    }

    private void deleteLink(Link link) {
        links.remove(link.index);
        announcements.by(0);
        link.addresses.values().forEach(address -> announceAddress(NEW_ADDRESS + 1, address));
        announceLink(NEW_LINK + 1, link);
    }

    /** The link that a message names, or gives the index of. */
    private Link link(Request request) throws RefusedRequest {
        Optional<Attributes> name = request.attributes(LINK_HEADER).find(NAME);
        Link link = name.isPresent()
                ? byName(name.get().text()).orElse(null)
                : links.get(request.attributes(0).u32(4));
        if (link == null) {
            throw new RefusedRequest(RefusedRequest.ENODEV);
        }
        return link;
    }

    private void getLinks(Request request, Answers answers) throws RefusedRequest {
        if (request.has(Request.DUMP)) {
            links.values().forEach(link -> answers.put(request, NEW_LINK, answer(link)));
        } else {
            answers.put(request, NEW_LINK, answer(link(request)));
        }
    }

    private static Payload answer(Link link) {
        Payload answer =
                new Payload().u32(0).u32(link.index).u32(link.flags).u32(0).addText(NAME, link.name);
        return link.kind.isEmpty()
                ? answer
                : answer.nest(LINK_INFO, new Payload().addText(KIND, link.kind).copy());
    }

    private void newAddress(Request request) throws RefusedRequest {
        Link link = addressLink(request);
        if (link.addresses.putIfAbsent(address(request), request.payload()) != null) {
            throw new RefusedRequest(RefusedRequest.EEXIST);
        }
        announceAddress(NEW_ADDRESS, request.payload());
    }

    private void deleteAddress(Request request) throws RefusedRequest {
        byte[] before = addressLink(request).addresses.remove(address(request));
        if (before == null) {
            throw new RefusedRequest(RefusedRequest.EADDRNOTAVAIL);
        }
        announceAddress(NEW_ADDRESS + 1, before);
    }

    private Link addressLink(Request request) throws RefusedRequest {
        Link link = links.get(request.attributes(0).u32(4));
        if (link == null) {
            throw new RefusedRequest(RefusedRequest.ENODEV);
        }
        return link;
    }

    private static ByteBuffer address(Request request) throws RefusedRequest {
        return ByteBuffer.wrap(request.attributes(ADDRESS_HEADER).get(2).copy());
    }

    private void getAddresses(Request request, Answers answers) throws RefusedRequest {
        int index = request.attributes(0).u32(4);
        if (index != 0 && !links.containsKey(index)) {
            throw new RefusedRequest(RefusedRequest.ENODEV);
        }
        for (Link link : links.values()) {
            if (index == 0 || index == link.index) {
                link.addresses
                        .values()
                        .forEach(address -> answers.put(request, NEW_ADDRESS, new Payload().raw(address)));
            }
        }
    }
}
