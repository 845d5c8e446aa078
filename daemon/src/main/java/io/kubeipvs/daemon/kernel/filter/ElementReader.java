package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Prefix;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the bytes of an element. In a concatenation each field begins at a multiple of 4 bytes: protocol, address,
 * port, client.
 */
final class ElementReader {
    private static final int ADDRESS = 4;
    private static final int PORT_WIDTH = 4;

    private final int width;

    /** @param width bytes of an address */
    ElementReader(int width) {
        this.width = width;
    }

    /** The first address in a value. */
    Ip address(NftValue value) {
        return ip(value, 0);
    }

    /** The protocol, address and port that a key begins with; empty where no Service can have it. */
    Optional<VirtualServer.Key> frontend(NftElement element) {
        byte[] bytes = element.from().bytes();
        int number = Byte.toUnsignedInt(bytes[0]);
        int at = ADDRESS + width;
        int port = Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.number() == number && port != 0)
                .findFirst()
                .map(protocol -> new VirtualServer.Key(ip(element.from(), ADDRESS), port, protocol));
    }

    /** The range of clients at the end of a key; empty where it is not one prefix, or of more than one frontend. */
    Optional<Cidr> clients(NftElement element) {
        int at = ADDRESS + width + PORT_WIDTH;
        boolean isOfOne =
                Arrays.equals(element.from().bytes(), 0, at, element.to().bytes(), 0, at);
        return isOfOne ? range(element, at) : Optional.empty();
    }

    /** The range of addresses; empty where it is not one prefix. */
    Optional<Cidr> range(NftElement element) {
        return range(element, 0);
    }

    /** The endpoint that is both client and chosen endpoint; empty where these are two. */
    Optional<Ip> hairpin(NftElement element) {
        Ip client = ip(element.from(), 0);
        return client.equals(ip(element.from(), width)) ? Optional.of(client) : Optional.empty();
    }

    /** A link's name, with {@code *} at the end for a prefix of names; empty where it is neither. */
    Optional<String> links(NftElement element) {
        byte[] name = element.from().bytes();
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        if (length == 0 || length == name.length) {
            return Optional.empty();
        }
        String links = new String(name, 0, length, StandardCharsets.UTF_8) + (element.isRange() ? "*" : "");
        NftElement meant = NftElement.ofInterfaces(links);
        boolean isMeant = meant.from().equals(element.from()) && meant.to().equals(element.to());
        return isMeant ? Optional.of(links) : Optional.empty();
    }

    private Optional<Cidr> range(NftElement element, int at) {
        Address first = address(element.from(), at);
        Address last = address(element.to(), at);
        int shared = Long.numberOfLeadingZeros(first.hi() ^ last.hi());
        if (shared == Long.SIZE) {
            shared += Long.numberOfLeadingZeros(first.lo() ^ last.lo());
        }
        Prefix around =
                Prefix.around(first, shared - 2 * Long.SIZE + first.family().bits());
        boolean isWhole = around.first().equals(first) && around.last().equals(last);
        return isWhole ? Optional.of(new Cidr(FromNetlink.ip(first), around.length())) : Optional.empty();
    }

    private Address address(NftValue value, int at) {
        return Address.of(Arrays.copyOfRange(value.bytes(), at, at + width));
    }

    private Ip ip(NftValue value, int at) {
        return FromNetlink.ip(address(value, at));
    }
}
