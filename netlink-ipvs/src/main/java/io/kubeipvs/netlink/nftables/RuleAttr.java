package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.nftables.expr.ExpressionCodec;

/** Attributes of a rule. Source: {@code nf_tables.h, enum nft_rule_attributes}. */
final class RuleAttr {
    /** String. */
    static final int TABLE = 1;
    /** String. */
    static final int CHAIN = 2;
    /** be64. */
    static final int HANDLE = 3;
    /** Nested list of {@link ExpressionCodec}. */
    static final int EXPRESSIONS = 4;
    /** be64, the handle of the rule beside which it is put. */
    static final int POSITION = 6;
    /** Bytes that the kernel only keeps: {@link UserData}. */
    static final int USERDATA = 7;

    static final AttributeNames NAMES = AttributeNames.of(
                    "NFTA_RULE_",
                    "UNSPEC",
                    "TABLE",
                    "CHAIN",
                    "HANDLE",
                    "EXPRESSIONS",
                    "COMPAT",
                    "POSITION",
                    "USERDATA",
                    "PAD",
                    "ID",
                    "POSITION_ID",
                    "CHAIN_ID")
            .nested(EXPRESSIONS, ExpressionCodec.LIST);

    /** Behind {@link NetfilterHeader}. */
    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private RuleAttr() {}
}
