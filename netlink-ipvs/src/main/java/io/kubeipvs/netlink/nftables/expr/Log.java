package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Writes a line to the kernel's log, or sends the packet to a netlink group.
 *
 * <pre>
 * NFTA_EXPR_NAME          "log"
 * NFTA_EXPR_DATA
 *   NFTA_LOG_PREFIX       string
 *   NFTA_LOG_GROUP        be16
 *   NFTA_LOG_LEVEL        be32, a syslog level; without a group
 *   NFTA_LOG_FLAGS        be32, NF_LOG_*; without a group
 *   NFTA_LOG_SNAPLEN      be32, bytes
 *   NFTA_LOG_QTHRESHOLD   be16, packets
 * </pre>
 *
 * <p>An expression with the last two is read as {@link Unknown}. Source: {@code net/netfilter/nft_log.c, nft_log_init}.
 *
 * @param prefix empty = none
 * @param level a syslog level; {@link #WARNING} is the kernel's default
 * @param flags {@code NF_LOG_*}
 * @param group the netlink group; {@link #NO_GROUP} = none
 */
public record Log(String prefix, int level, int flags, int group) implements Expression {
    /** {@code NFT_LOGLEVEL_WARNING}, the kernel's default. */
    public static final int WARNING = 4;

    /** No netlink group. */
    public static final int NO_GROUP = -1;

    static final String NAME = "log";

    /** Source: {@code enum nft_log_attributes}. */
    static final class Attr {
        static final int GROUP = 1;
        static final int PREFIX = 2;
        static final int SNAPLEN = 3;
        static final int QTHRESHOLD = 4;
        static final int LEVEL = 5;
        static final int FLAGS = 6;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_LOG_", "UNSPEC", "GROUP", "PREFIX", "SNAPLEN", "QTHRESHOLD", "LEVEL", "FLAGS");

        private Attr() {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.log(this);
    }

    @Override
    public void write(AttributeWriter out) {
        if (!prefix.isEmpty()) {
            out.cstring(Attr.PREFIX, prefix);
        }
        if (group != NO_GROUP) {
            out.be16(Attr.GROUP, group);
            return;
        }
        if (level != WARNING) {
            out.be32(Attr.LEVEL, level);
        }
        if (flags != 0) {
            out.be32(Attr.FLAGS, flags);
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        String prefix = "";
        while (in.next()) {
            switch (in.type()) {
                case Attr.PREFIX -> prefix = in.cstring();
                case Attr.GROUP, Attr.QTHRESHOLD -> found.put(in.be16());
                case Attr.LEVEL, Attr.FLAGS, Attr.SNAPLEN -> found.put(in.be32());
                default -> {}
            }
        }
        if (found.orZero(Attr.SNAPLEN) != 0 || found.orZero(Attr.QTHRESHOLD) != 0) {
            return new Unknown(NAME);
        }
        return new Log(
                prefix,
                found.orElse(Attr.LEVEL, WARNING),
                found.orElse(Attr.FLAGS, 0),
                found.orElse(Attr.GROUP, NO_GROUP));
    }
}
