package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** The table's size on the wire. Source: {@code net/netfilter/nf_conntrack_netlink.c, ctnetlink_stat_ct_fill_info}. */
final class StatsCodec {
    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, Attr.NAMES);

    /**
     * Attributes of the table as a whole. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum
     * ctattr_stats_global}.
     */
    static final class Attr {
        /** be32. */
        static final int ENTRIES = 1;

        static final AttributeNames NAMES = AttributeNames.of("CTA_STATS_GLOBAL_", "UNSPEC", "ENTRIES", "MAX_ENTRIES");

        private Attr() {}
    }

    private StatsCodec() {}

    static long decodeEntries(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(LAYOUT);
        while (in.next()) {
            if (in.type() == Attr.ENTRIES) {
                return Integer.toUnsignedLong(in.be32());
            }
        }
        throw in.missing(Attr.ENTRIES);
    }
}
