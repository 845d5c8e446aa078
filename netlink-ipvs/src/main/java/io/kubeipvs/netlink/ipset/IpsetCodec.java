package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
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

    private IpsetCodec() {}

    /** Asks for all sets, without their elements. */
    static Request list() {
        return new Request(IpsetCommand.LIST, 0, IpsetAttr.LAYOUT, out -> {
            begin(out);
            out.be32(IpsetAttr.FLAGS, IpsetFlag.LIST_HEADER);
        });
    }

    /** Empties one set. */
    static Request flush(String name) {
        return about(name, IpsetCommand.FLUSH, 0);
    }

    /** Removes one set. Without {@code NLM_F_EXCL} newer kernels do not say that there is none. */
    static Request destroy(String name) {
        return about(name, IpsetCommand.DESTROY, MessageFlags.EXCLUSIVE);
    }

    /** The only way to a request that changes something: without a name it would be about all sets. */
    private static Request about(String name, int command, int flags) {
        requireName(name);
        return new Request(command, flags, IpsetAttr.LAYOUT, out -> {
            begin(out);
            out.cstring(IpsetAttr.SETNAME, name);
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
        out.u8(IpsetAttr.PROTOCOL, PROTOCOL);
    }

    /** The set of an answer to {@link #list()}. */
    static Ipset decode(Message message) throws MalformedMessageException {
        return new Fields().read(message.attributes(IpsetAttr.LAYOUT));
    }

    /** What was found of one set so far. */
    private static final class Fields {
        private Optional<String> name = Optional.empty();
        private Optional<String> type = Optional.empty();
        private Optional<Family> family = Optional.empty();
        private Optional<Long> references = Optional.empty();
        private Optional<Long> elements = Optional.empty();

        Ipset read(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                switch (in.type()) {
                    case IpsetAttr.SETNAME -> name = Optional.of(in.cstring());
                    case IpsetAttr.TYPENAME -> type = Optional.of(in.cstring());
                    case IpsetAttr.FAMILY -> family = Family.of(in.u8());
                    case IpsetAttr.DATA -> readData(in.nest());
                    default -> {
                        // the protocol, and the type's revision
                    }
                }
            }
            return new Ipset(
                    name.orElseThrow(() -> in.missing(IpsetAttr.SETNAME)),
                    type.orElseThrow(() -> in.missing(IpsetAttr.TYPENAME)),
                    family,
                    references.orElseThrow(() -> in.missing(IpsetAttr.DATA)),
                    elements.orElseThrow(() -> in.missing(IpsetAttr.DATA)));
        }

        private void readData(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                switch (in.type()) {
                    case IpsetDataAttr.REFERENCES -> references = Optional.of(Integer.toUnsignedLong(in.be32()));
                    case IpsetDataAttr.ELEMENTS -> elements = Optional.of(Integer.toUnsignedLong(in.be32()));
                    default -> {
                        // how it was made, and its size in memory
                    }
                }
            }
            if (references.isEmpty()) {
                throw in.missing(IpsetDataAttr.REFERENCES);
            }
            if (elements.isEmpty()) {
                throw in.missing(IpsetDataAttr.ELEMENTS);
            }
        }
    }
}
