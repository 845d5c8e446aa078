package io.kubeipvs.netlink.netfilter;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.TransactionFrame;

/**
 * The frame around the messages of a netfilter transaction: {@code NFNL_MSG_BATCH_BEGIN} and {@code
 * NFNL_MSG_BATCH_END}, whose resource id is the subsystem. Source: {@code include/uapi/linux/netfilter/nfnetlink.h}.
 */
public final class BatchFrame {
    private static final int BEGIN = 16;
    private static final int END = 17;

    private static final int UNSPECIFIED = 0;

    private BatchFrame() {}

    /** A frame for a subsystem's messages. */
    public static TransactionFrame of(int subsystem) {
        return new TransactionFrame(
                new Request(BEGIN, 0, BatchAttr.LAYOUT, out -> writeHeader(out, subsystem)), end(subsystem));
    }

    /** A frame for messages that are to be executed only if the subsystem is still at this generation. */
    public static TransactionFrame of(int subsystem, int generation) {
        Request begin = new Request(BEGIN, 0, BatchAttr.LAYOUT, out -> {
            writeHeader(out, subsystem);
            out.be32(BatchAttr.GENID, generation);
        });
        return new TransactionFrame(begin, end(subsystem));
    }

    private static Request end(int subsystem) {
        return new Request(END, 0, BatchAttr.LAYOUT, out -> writeHeader(out, subsystem));
    }

    private static void writeHeader(AttributeWriter out, int subsystem) {
        NetfilterHeader.write(out, UNSPECIFIED, subsystem);
    }
}
