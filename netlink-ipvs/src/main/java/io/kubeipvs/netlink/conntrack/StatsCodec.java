package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** The table's size on the wire. Source: {@code net/netfilter/nf_conntrack_netlink.c, ctnetlink_stat_ct_fill_info}. */
final class StatsCodec {
    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, CtAttrStats.NAMES);

    private StatsCodec() {}

    static long decodeEntries(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(LAYOUT);
        while (in.next()) {
            if (in.type() == CtAttrStats.ENTRIES) {
                return Integer.toUnsignedLong(in.be32());
            }
        }
        throw in.missing(CtAttrStats.ENTRIES);
    }
}
