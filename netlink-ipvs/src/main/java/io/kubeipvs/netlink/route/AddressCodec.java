package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;

/**
 * Addresses on the wire, behind a fixed header:
 *
 * <pre>
 *  0        1              2       3       4            8
 * +--------+--------------+-------+-------+------------+
 * | family | prefix length| flags | scope | link index |
 * +--------+--------------+-------+-------+------------+
 * </pre>
 *
 * <p>Source: {@code include/uapi/linux/if_addr.h, struct ifaddrmsg}.
 */
final class AddressCodec {
    private static final int HEADER_SIZE = 8;
    private static final int FAMILY = 0;
    private static final int PREFIX_LENGTH = 1;
    private static final int FLAGS = 2;
    private static final int SCOPE = 3;
    private static final int LINK_INDEX = 4;
    private static final int SCOPE_GLOBAL = 0;

    static final Layout LAYOUT = new Layout(HEADER_SIZE, Attr.NAMES);

    /** Attributes of addresses. Source: {@code include/uapi/linux/if_addr.h, IFA_*}. */
    static final class Attr {
        /** The address, or its peer's where {@link #LOCAL} differs. */
        static final int ADDRESS = 1;

        static final int LOCAL = 2;
        /** u32; stands for the header's 8 bits of flags, which are too few. */
        static final int FLAGS = 8;

        static final AttributeNames NAMES = AttributeNames.of(
                "IFA_",
                "UNSPEC",
                "ADDRESS",
                "LOCAL",
                "LABEL",
                "BROADCAST",
                "ANYCAST",
                "CACHEINFO",
                "MULTICAST",
                "FLAGS",
                "RT_PRIORITY",
                "TARGET_NETNSID",
                "PROTO");

        private Attr() {}
    }

    private AddressCodec() {}

    /** Asks for the addresses of one link, of both families. */
    static void writeFilter(AttributeWriter out, int linkIndex) {
        writeHeader(out, 0, 0, linkIndex);
    }

    /** Names one host's address to remove. */
    static void writeHost(AttributeWriter out, int linkIndex, Address address) {
        writeHost(out, linkIndex, address, 0);
    }

    /** Names one host's address to add; IPv6 would otherwise probe for duplicates first and add a route. */
    static void writeNewHost(AttributeWriter out, int linkIndex, Address address) {
        boolean plain = address.family() == Family.V4;
        writeHost(
                out, linkIndex, address, plain ? 0 : AddressFlag.NO_DUPLICATE_DETECTION | AddressFlag.NO_PREFIX_ROUTE);
    }

    static LinkAddress decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(LAYOUT);
        Family family = family(message.header8(FAMILY), in);
        Address local = null;
        Address address = null;
        int flags = message.header8(FLAGS);
        while (in.next()) {
            switch (in.type()) {
                case Attr.LOCAL -> local = in.address(family);
                case Attr.ADDRESS -> address = in.address(family);
                case Attr.FLAGS -> flags = in.u32();
                default -> {
                    // label, lifetimes and whatever later kernels add
                }
            }
        }
        if (local == null && address == null) {
            throw in.missing(Attr.ADDRESS);
        }
        return new LinkAddress(
                message.header32(LINK_INDEX),
                local != null ? local : address,
                message.header8(PREFIX_LENGTH),
                flags,
                message.header8(SCOPE));
    }

    private static Family family(int number, AttributeReader in) throws MalformedMessageException {
        return Family.of(number)
                .orElseThrow(() -> in.malformed("address family " + number + " is neither IPv4 nor IPv6"));
    }

    private static void writeHost(AttributeWriter out, int linkIndex, Address address, int flags) {
        writeHeader(out, address.family().number(), address.family().bits(), linkIndex);
        out.address(Attr.LOCAL, address);
        if (flags != 0) {
            out.u32(Attr.FLAGS, flags);
        }
        out.address(Attr.ADDRESS, address);
    }

    private static void writeHeader(AttributeWriter out, int family, int prefixLength, int linkIndex) {
        out.header8(family);
        out.header8(prefixLength);
        out.header8(0);
        out.header8(SCOPE_GLOBAL);
        out.header32(linkIndex);
    }
}
