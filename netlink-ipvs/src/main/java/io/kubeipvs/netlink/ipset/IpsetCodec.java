package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Sets on the wire, behind the netfilter header. Integers are in network byte order. Source: {@code
 * net/netfilter/ipset/ip_set_core.c, ip_set_dump_do, ip_set_flush, ip_set_destroy}; each type's {@code head}.
 */
final class IpsetCodec {
    /** {@code IPSET_PROTOCOL_MIN}. */
    private static final int PROTOCOL = 6;
    /** {@code IPSET_MAXNAMELEN}, bytes with the closing NUL. */
    private static final int MAX_NAME = 32;
    /** As ipset has it; the kernel does not look. */
    private static final int HEADER_FAMILY = Family.V4.number();

    /** Attributes of a command and of a set. Source: {@code ip_set.h, "Attributes at command level"}. */
    static final class Attr {
        /** u8. */
        static final int PROTOCOL = 1;
        /** String, in the kernel at most 32 bytes with its closing NUL. */
        static final int SETNAME = 2;
        /** String, such as {@code hash:ip,port}. */
        static final int TYPENAME = 3;
        /** u8, {@code NFPROTO_*}; 0 = the type has none. */
        static final int FAMILY = 5;
        /** be32, bits of {@link IpsetFlag}. */
        static final int FLAGS = 6;

        static final int DATA = 7;

        static final AttributeNames NAMES = AttributeNames.of(
                        "IPSET_ATTR_",
                        "UNSPEC",
                        "PROTOCOL",
                        "SETNAME",
                        "TYPENAME",
                        "REVISION",
                        "FAMILY",
                        "FLAGS",
                        "DATA",
                        "ADT",
                        "LINENO",
                        "PROTOCOL_MIN",
                        "INDEX")
                .nested(DATA, DataAttr.NAMES);

        static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

        private Attr() {}
    }

    /**
     * Attributes in {@code IPSET_ATTR_DATA} of a listed set. Source: {@code ip_set.h, "CADT specific attributes"} and
     * what follows them.
     */
    static final class DataAttr {
        /** be32. */
        static final int ELEMENTS = 24;
        /** be32. */
        static final int REFERENCES = 25;

        static final AttributeNames NAMES = AttributeNames.of(
                "IPSET_ATTR_",
                "UNSPEC",
                "IP",
                "IP_TO",
                "CIDR",
                "PORT",
                "PORT_TO",
                "TIMEOUT",
                "PROTO",
                "CADT_FLAGS",
                "CADT_LINENO",
                "MARK",
                "MARKMASK",
                "BITMASK",
                "13",
                "14",
                "15",
                "CADT_MAX",
                "INITVAL",
                "HASHSIZE",
                "MAXELEM",
                "NETMASK",
                "BUCKETSIZE",
                "RESIZE",
                "SIZE",
                "ELEMENTS",
                "REFERENCES",
                "MEMSIZE");

        private DataAttr() {}
    }

    private IpsetCodec() {}

    /** Asks for all sets, without their elements. */
    static Request list() {
        return new Request(IpsetCommand.LIST, 0, Attr.LAYOUT, out -> {
            begin(out);
            out.be32(Attr.FLAGS, IpsetFlag.LIST_HEADER);
        });
    }

    /** Empties one set. */
    static Request flush(String name) {
        return about(name, IpsetCommand.FLUSH, 0);
    }

    /** Removes one set. Without {@code NLM_F_EXCL} newer kernels do not report a missing set. */
    static Request destroy(String name) {
        return about(name, IpsetCommand.DESTROY, MessageFlags.EXCLUSIVE);
    }

    /** The only way to a request that changes something: without a name it would be about all sets. */
    private static Request about(String name, int command, int flags) {
        requireName(name);
        return new Request(command, flags, Attr.LAYOUT, out -> {
            begin(out);
            out.cstring(Attr.SETNAME, name);
        });
    }

    private static void requireName(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (name.isBlank() || bytes >= MAX_NAME || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "set name \"" + name + "\": allowed are 1 to 31 bytes without NUL, not all of them blank");
        }
    }

    private static void begin(AttributeWriter out) {
        NetfilterHeader.write(out, HEADER_FAMILY, 0);
        out.u8(Attr.PROTOCOL, PROTOCOL);
    }

    /** The set of an answer to {@link #list()}. */
    static Ipset decode(Message message) throws MalformedMessageException {
        return new Fields().read(message.attributes(Attr.LAYOUT));
    }

    /** The fields of one set that are decoded so far. */
    private static final class Fields {
        private Optional<String> name = Optional.empty();
        private Optional<String> type = Optional.empty();
        private Optional<Family> family = Optional.empty();
        private Optional<Long> references = Optional.empty();
        private Optional<Long> elements = Optional.empty();

        Ipset read(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                switch (in.type()) {
                    case Attr.SETNAME -> name = Optional.of(in.cstring());
                    case Attr.TYPENAME -> type = Optional.of(in.cstring());
                    case Attr.FAMILY -> family = Family.of(in.u8());
                    case Attr.DATA -> readData(in.nest());
                    default -> {
                        // the protocol, and the type's revision
                    }
                }
            }
            return new Ipset(
                    name.orElseThrow(() -> in.missing(Attr.SETNAME)),
                    type.orElseThrow(() -> in.missing(Attr.TYPENAME)),
                    family,
                    references.orElseThrow(() -> in.missing(Attr.DATA)),
                    elements.orElseThrow(() -> in.missing(Attr.DATA)));
        }

        private void readData(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                switch (in.type()) {
                    case DataAttr.REFERENCES -> references = Optional.of(Integer.toUnsignedLong(in.be32()));
                    case DataAttr.ELEMENTS -> elements = Optional.of(Integer.toUnsignedLong(in.be32()));
                    default -> {
                        // how it was made, and its size in memory
                    }
                }
            }
            if (references.isEmpty()) {
                throw in.missing(DataAttr.REFERENCES);
            }
            if (elements.isEmpty()) {
                throw in.missing(DataAttr.ELEMENTS);
            }
        }
    }
}
