package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;

/**
 * Links on the wire, behind a fixed header:
 *
 * <pre>
 *  0        1      2       4          8          12         16
 * +--------+------+-------+----------+----------+----------+
 * | family | 0    | type  | index    | flags    | change   |
 * +--------+------+-------+----------+----------+----------+
 * </pre>
 *
 * <p>Source: {@code include/uapi/linux/rtnetlink.h, struct ifinfomsg}.
 */
final class LinkCodec {
    private static final int HEADER_SIZE = 16;
    private static final int FAMILY = 0;
    private static final int INDEX = 4;
    private static final int FLAGS = 8;

    private static final int AF_UNSPEC = 0;

    static final Layout LAYOUT = new Layout(HEADER_SIZE, Attr.NAMES);

    /** Attributes of links. Source: {@code include/uapi/linux/if_link.h, IFLA_*, IFLA_INFO_*}. */
    static final class Attr {
        /** At most 15 characters and a NUL. */
        static final int IFNAME = 3;
        /** Nested. */
        static final int LINKINFO = 18;

        /** Inside {@link #LINKINFO}: the driver's name. */
        static final int INFO_KIND = 1;

        static final AttributeNames INFO_NAMES =
                AttributeNames.of("IFLA_INFO_", "UNSPEC", "KIND", "DATA", "XSTATS", "SLAVE_KIND", "SLAVE_DATA");

        static final AttributeNames NAMES = AttributeNames.of(
                        "IFLA_",
                        "UNSPEC",
                        "ADDRESS",
                        "BROADCAST",
                        "IFNAME",
                        "MTU",
                        "LINK",
                        "QDISC",
                        "STATS",
                        "COST",
                        "PRIORITY",
                        "MASTER",
                        "WIRELESS",
                        "PROTINFO",
                        "TXQLEN",
                        "MAP",
                        "WEIGHT",
                        "OPERSTATE",
                        "LINKMODE",
                        "LINKINFO",
                        "NET_NS_PID",
                        "IFALIAS",
                        "NUM_VF",
                        "VFINFO_LIST",
                        "STATS64",
                        "VF_PORTS",
                        "PORT_SELF",
                        "AF_SPEC",
                        "GROUP",
                        "NET_NS_FD",
                        "EXT_MASK",
                        "PROMISCUITY",
                        "NUM_TX_QUEUES",
                        "NUM_RX_QUEUES",
                        "CARRIER",
                        "PHYS_PORT_ID",
                        "CARRIER_CHANGES",
                        "PHYS_SWITCH_ID",
                        "LINK_NETNSID",
                        "PHYS_PORT_NAME",
                        "PROTO_DOWN",
                        "GSO_MAX_SEGS",
                        "GSO_MAX_SIZE",
                        "PAD",
                        "XDP",
                        "EVENT",
                        "NEW_NETNSID",
                        "IF_NETNSID",
                        "CARRIER_UP_COUNT",
                        "CARRIER_DOWN_COUNT",
                        "NEW_IFINDEX",
                        "MIN_MTU",
                        "MAX_MTU",
                        "PROP_LIST",
                        "ALT_IFNAME",
                        "PERM_ADDRESS",
                        "PROTO_DOWN_REASON",
                        "PARENT_DEV_NAME",
                        "PARENT_DEV_BUS_NAME",
                        "GRO_MAX_SIZE",
                        "TSO_MAX_SIZE",
                        "TSO_MAX_SEGS",
                        "ALLMULTI",
                        "DEVLINK_PORT",
                        "GSO_IPV4_MAX_SIZE",
                        "GRO_IPV4_MAX_SIZE",
                        "DPLL_PIN",
                        "MAX_PACING_OFFLOAD_HORIZON")
                .nested(LINKINFO, INFO_NAMES);

        private Attr() {}
    }

    private LinkCodec() {}

    static void writeName(AttributeWriter out, String name) {
        writeHeader(out, 0);
        out.cstring(Attr.IFNAME, name);
    }

    static void writeNew(AttributeWriter out, String name, String kind) {
        writeName(out, name);
        out.nest(Attr.LINKINFO, info -> info.cstring(Attr.INFO_KIND, kind));
    }

    static void writeHeader(AttributeWriter out, int index) {
        out.header32(0);
        out.header32(index);
        out.header32(0);
        out.header32(0);
    }

    /** Sets or clears {@code IFF_UP} and leaves all other flags as they are. */
    static void writeUp(AttributeWriter out, int index, boolean up) {
        out.header32(0);
        out.header32(index);
        out.header32(up ? Link.IFF_UP : 0);
        out.header32(Link.IFF_UP);
    }

    /** Whether the message describes the link itself, and not its part in a bridge or in IPv6. */
    static boolean isAboutWholeLink(Message message) throws MalformedMessageException {
        return message.header8(FAMILY) == AF_UNSPEC;
    }

    static Link decode(Message message) throws MalformedMessageException {
        String name = null;
        String kind = "";
        AttributeReader in = message.attributes(LAYOUT);
        while (in.next()) {
            if (in.type() == Attr.IFNAME) {
                name = in.cstring();
            } else if (in.type() == Attr.LINKINFO) {
                kind = kind(in.nest());
            }
        }
        if (name == null) {
            throw in.missing(Attr.IFNAME);
        }
        return new Link(message.header32(INDEX), name, kind, message.header32(FLAGS));
    }

    private static String kind(AttributeReader info) throws MalformedMessageException {
        while (info.next()) {
            if (info.type() == Attr.INFO_KIND) {
                return info.cstring();
            }
        }
        return "";
    }
}
