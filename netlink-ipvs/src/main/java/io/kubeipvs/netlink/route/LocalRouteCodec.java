package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import java.util.Optional;

/**
 * Local routes on the wire, behind a fixed header:
 *
 * <pre>
 *  0        1          2          3     4       5          6       7      8       12
 * +--------+----------+----------+-----+-------+----------+-------+------+-------+
 * | family | dst bits | src bits | tos | table | protocol | scope | type | flags |
 * +--------+----------+----------+-----+-------+----------+-------+------+-------+
 * </pre>
 *
 * <p>Source: {@code include/uapi/linux/rtnetlink.h, struct rtmsg}.
 */
final class LocalRouteCodec {
    private static final int HEADER_SIZE = 12;
    private static final int FAMILY = 0;
    private static final int DST_BITS = 1;
    private static final int TABLE = 4;
    private static final int PROTOCOL = 5;
    private static final int TYPE = 7;

    /** {@code RT_TABLE_LOCAL}. */
    private static final int LOCAL_TABLE = 255;
    /** {@code RT_SCOPE_HOST}: ends at this host. */
    private static final int SCOPE_HOST = 254;
    /** {@code RTN_LOCAL}. */
    private static final int TYPE_LOCAL = 2;

    static final Layout LAYOUT = new Layout(HEADER_SIZE, Attr.NAMES);

    /** Attributes of routes. Source: {@code include/uapi/linux/rtnetlink.h, RTA_*}. */
    static final class Attr {
        /** The destination's address. */
        static final int DST = 1;
        /** u32, link index. */
        static final int OIF = 4;
        /** The source address of packets that choose none. */
        static final int PREFSRC = 7;
        /** u32; the header's field ends at 255. */
        static final int TABLE = 15;

        static final AttributeNames NAMES = AttributeNames.of(
                "RTA_",
                "UNSPEC",
                "DST",
                "SRC",
                "IIF",
                "OIF",
                "GATEWAY",
                "PRIORITY",
                "PREFSRC",
                "METRICS",
                "MULTIPATH",
                "PROTOINFO",
                "FLOW",
                "CACHEINFO",
                "SESSION",
                "MP_ALGO",
                "TABLE",
                "MARK",
                "MFC_STATS",
                "VIA",
                "NEWDST",
                "PREF",
                "ENCAP_TYPE",
                "ENCAP",
                "EXPIRES",
                "PAD",
                "UID",
                "TTL_PROPAGATE",
                "IP_PROTO",
                "SPORT",
                "DPORT",
                "NH_ID");

        private Attr() {}
    }

    private LocalRouteCodec() {}

    /** Asks for one family's local routes that name a link. */
    static void writeFilter(AttributeWriter out, Family family, int linkIndex) {
        writeHeader(out, family, 0, 0, 0);
        out.u32(Attr.OIF, linkIndex);
    }

    static void write(AttributeWriter out, LocalRoute route) {
        Family family = route.destination().family();
        // IPv6 routes have no scope.
        int scope = family == Family.V4 ? SCOPE_HOST : 0;
        writeHeader(out, family, route.prefixLength(), route.protocol(), scope);
        out.address(Attr.DST, route.destination());
        if (route.preferredSource().isPresent()) {
            out.address(Attr.PREFSRC, route.preferredSource().get());
        }
        out.u32(Attr.OIF, route.linkIndex());
    }

    /** Empty for what is not a local route to an IPv4 or IPv6 destination over one link. */
    static Optional<LocalRoute> decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(LAYOUT);
        Optional<Family> family = Family.of(message.header8(FAMILY));
        boolean local = message.header8(TABLE) == LOCAL_TABLE && message.header8(TYPE) == TYPE_LOCAL;
        return local && family.isPresent() ? decode(message, family.get(), in) : Optional.empty();
    }

    private static Optional<LocalRoute> decode(Message message, Family family, AttributeReader in)
            throws MalformedMessageException {
        int link = 0;
        Address destination = null;
        Optional<Address> source = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case Attr.DST -> destination = in.address(family);
                case Attr.PREFSRC -> source = Optional.of(in.address(family));
                case Attr.OIF -> link = in.u32();
                default -> {
                    // the table again, metrics and whatever later kernels add
                }
            }
        }
        if (destination == null || link == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new LocalRoute(link, destination, message.header8(DST_BITS), source, message.header8(PROTOCOL)));
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }

    private static void writeHeader(AttributeWriter out, Family family, int bits, int protocol, int scope) {
        out.header8(family.number());
        out.header8(bits);
        out.header8(0);
        out.header8(0);
        out.header8(LOCAL_TABLE);
        out.header8(protocol);
        out.header8(scope);
        out.header8(TYPE_LOCAL);
        out.header32(0);
    }
}
