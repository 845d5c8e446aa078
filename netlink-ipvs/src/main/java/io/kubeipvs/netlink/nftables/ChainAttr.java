package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** Attributes of a chain. Source: {@code nf_tables.h, enum nft_chain_attributes}. */
final class ChainAttr {
    /** String. */
    static final int TABLE = 1;
    /** String. */
    static final int NAME = 3;
    /** Nested, {@link HookAttr}; base chains only. */
    static final int HOOK = 4;
    /** be32, {@code NF_DROP} or {@code NF_ACCEPT}; base chains only. */
    static final int POLICY = 5;
    /** String, a {@link ChainType}; base chains only. */
    static final int TYPE = 7;

    static final AttributeNames NAMES = AttributeNames.of(
                    "NFTA_CHAIN_",
                    "UNSPEC",
                    "TABLE",
                    "HANDLE",
                    "NAME",
                    "HOOK",
                    "POLICY",
                    "USE",
                    "TYPE",
                    "COUNTERS",
                    "PAD",
                    "FLAGS",
                    "ID",
                    "USERDATA")
            .nested(HOOK, HookAttr.NAMES);

    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private ChainAttr() {}
}
