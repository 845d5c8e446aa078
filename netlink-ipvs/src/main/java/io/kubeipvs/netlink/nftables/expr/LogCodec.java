package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Log lines and log groups without tuning on the wire. Source: {@code net/netfilter/nft_log.c, nft_log_init}. */
final class LogCodec {

    private LogCodec() {}

    static void write(Log log, AttributeWriter out) {
        if (!log.prefix().isEmpty()) {
            out.cstring(LogAttr.PREFIX, log.prefix());
        }
        if (log.group() != Log.NO_GROUP) {
            out.be16(LogAttr.GROUP, log.group());
            return;
        }
        if (log.level() != Log.WARNING) {
            out.be32(LogAttr.LEVEL, log.level());
        }
        if (log.flags() != 0) {
            out.be32(LogAttr.FLAGS, log.flags());
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        String prefix = "";
        while (in.next()) {
            switch (in.type()) {
                case LogAttr.PREFIX -> prefix = in.cstring();
                case LogAttr.GROUP -> found.put(in.be16());
                case LogAttr.LEVEL, LogAttr.FLAGS, LogAttr.SNAPLEN -> found.put(in.be32());
                case LogAttr.QTHRESHOLD -> found.put(in.be16());
                default -> {}
            }
        }
        if (found.orZero(LogAttr.SNAPLEN) != 0 || found.orZero(LogAttr.QTHRESHOLD) != 0) {
            return new Unknown(ExpressionName.LOG);
        }
        return new Log(
                prefix,
                found.orElse(LogAttr.LEVEL, Log.WARNING),
                found.orElse(LogAttr.FLAGS, 0),
                found.orElse(LogAttr.GROUP, Log.NO_GROUP));
    }
}
