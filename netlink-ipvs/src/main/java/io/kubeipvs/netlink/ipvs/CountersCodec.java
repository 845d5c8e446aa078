package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Counters on the wire: twice since Linux 4.1, the second time wide. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c,
 * ip_vs_genl_fill_stats, ip_vs_genl_fill_stats64}.
 */
final class CountersCodec {
    /**
     * Attributes inside {@code IPVS_SVC_ATTR_STATS}, {@code IPVS_DEST_ATTR_STATS}, where all but the bytes are u32, and
     * their {@code STATS64}, where all are u64. Source: {@code include/uapi/linux/ip_vs.h, IPVS_STATS_ATTR_*}.
     */
    static final class Attr {
        static final int CONNS = 1;
        static final int INPKTS = 2;
        static final int OUTPKTS = 3;
        static final int INBYTES = 4;
        static final int OUTBYTES = 5;
        /** A second. */
        static final int CPS = 6;
        /** A second. */
        static final int INPPS = 7;
        /** A second. */
        static final int OUTPPS = 8;
        /** Bytes a second. */
        static final int INBPS = 9;
        /** Bytes a second. */
        static final int OUTBPS = 10;

        static final AttributeNames NAMES = AttributeNames.of(
                "IPVS_STATS_ATTR_",
                "UNSPEC",
                "CONNS",
                "INPKTS",
                "OUTPKTS",
                "INBYTES",
                "OUTBYTES",
                "CPS",
                "INPPS",
                "OUTPPS",
                "INBPS",
                "OUTBPS",
                "PAD");

        private Attr() {}
    }

    private CountersCodec() {}

    /** The content of a {@code STATS64}. */
    static IpvsCounters wide(AttributeReader in) throws MalformedMessageException {
        return read(in, true);
    }

    /** The content of a {@code STATS}. */
    static IpvsCounters narrow(AttributeReader in) throws MalformedMessageException {
        return read(in, false);
    }

    private static IpvsCounters read(AttributeReader in, boolean wide) throws MalformedMessageException {
        long[] values = new long[Attr.OUTBPS + 1];
        while (in.next()) {
            int type = in.type();
            if (type >= Attr.CONNS && type <= Attr.OUTBPS) {
                boolean bytes = type == Attr.INBYTES || type == Attr.OUTBYTES;
                values[type] = wide || bytes ? in.u64() : Integer.toUnsignedLong(in.u32());
            }
        }
        return new IpvsCounters(traffic(values, Attr.CONNS), traffic(values, Attr.CPS));
    }

    /** The five numbers from one attribute type on: totals and rates have the same order. */
    private static IpvsTraffic traffic(long[] values, int first) {
        return new IpvsTraffic(
                values[first], values[first + 1], values[first + 2], values[first + 3], values[first + 4]);
    }
}
