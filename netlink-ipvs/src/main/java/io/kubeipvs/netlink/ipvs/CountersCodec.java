package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Counters on the wire: twice since Linux 4.1, the second time wide. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c,
 * ip_vs_genl_fill_stats, ip_vs_genl_fill_stats64}.
 */
final class CountersCodec {
    private CountersCodec() {}

    /** What is inside a {@code STATS64}. */
    static IpvsCounters wide(AttributeReader in) throws MalformedMessageException {
        return read(in, true);
    }

    /** What is inside a {@code STATS}. */
    static IpvsCounters narrow(AttributeReader in) throws MalformedMessageException {
        return read(in, false);
    }

    private static IpvsCounters read(AttributeReader in, boolean wide) throws MalformedMessageException {
        long[] values = new long[StatsAttr.OUTBPS + 1];
        while (in.next()) {
            int type = in.type();
            if (type >= StatsAttr.CONNS && type <= StatsAttr.OUTBPS) {
                boolean bytes = type == StatsAttr.INBYTES || type == StatsAttr.OUTBYTES;
                values[type] = wide || bytes ? in.u64() : Integer.toUnsignedLong(in.u32());
            }
        }
        return new IpvsCounters(traffic(values, StatsAttr.CONNS), traffic(values, StatsAttr.CPS));
    }

    /** The five numbers from one attribute type on: totals and rates have the same order. */
    private static IpvsTraffic traffic(long[] values, int first) {
        return new IpvsTraffic(
                values[first], values[first + 1], values[first + 2], values[first + 3], values[first + 4]);
    }
}
