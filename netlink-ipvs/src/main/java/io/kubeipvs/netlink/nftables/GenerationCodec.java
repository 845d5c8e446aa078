package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/**
 * The number of the rule set's present state on the wire. Source: {@code net/netfilter/nf_tables_api.c,
 * nf_tables_fill_gen_info}.
 */
final class GenerationCodec {
    /** Attributes of a generation. Source: {@code nf_tables.h, enum nft_gen_attributes}. */
    static final class Attr {
        /** be32. */
        static final int ID = 1;
        /** be32: the process that reads the generation, or in a notification the one that made the transaction. */
        static final int PROC_PID = 2;
        /** String: the name of the same process. */
        static final int PROC_NAME = 3;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_GEN_", "UNSPEC", "ID", "PROC_PID", "PROC_NAME");

        static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

        private Attr() {}
    }

    private GenerationCodec() {}

    static Request request() {
        return NftHeader.request(NftMessage.GETGEN, Attr.LAYOUT);
    }

    static NftEvent.Generation decode(Message message) throws MalformedMessageException {
        boolean hasId = false;
        int id = 0;
        int processId = 0;
        String processName = "";
        AttributeReader in = message.attributes(Attr.LAYOUT);
        while (in.next()) {
            switch (in.type()) {
                case Attr.ID -> {
                    id = in.be32();
                    hasId = true;
                }
                case Attr.PROC_PID -> processId = in.be32();
                case Attr.PROC_NAME -> processName = in.cstring();
                default -> {
                    // whatever later kernels add
                }
            }
        }
        if (!hasId) {
            throw in.missing(Attr.ID);
        }
        return new NftEvent.Generation(id, message.portId(), processId, processName);
    }
}
