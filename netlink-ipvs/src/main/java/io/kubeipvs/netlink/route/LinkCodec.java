package io.kubeipvs.netlink.route;

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

    static final Layout LAYOUT = new Layout(HEADER_SIZE, LinkAttr.NAMES);

    private LinkCodec() {}

    static void writeName(AttributeWriter out, String name) {
        writeHeader(out, 0);
        out.cstring(LinkAttr.IFNAME, name);
    }

    static void writeNew(AttributeWriter out, String name, String kind) {
        writeName(out, name);
        out.nest(LinkAttr.LINKINFO, info -> info.cstring(LinkAttr.INFO_KIND, kind));
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
            if (in.type() == LinkAttr.IFNAME) {
                name = in.cstring();
            } else if (in.type() == LinkAttr.LINKINFO) {
                kind = kind(in.nest());
            }
        }
        if (name == null) {
            throw in.missing(LinkAttr.IFNAME);
        }
        return new Link(message.header32(INDEX), name, kind, message.header32(FLAGS));
    }

    private static String kind(AttributeReader info) throws MalformedMessageException {
        while (info.next()) {
            if (info.type() == LinkAttr.INFO_KIND) {
                return info.cstring();
            }
        }
        return "";
    }
}
