package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.ExpressionCodec;
import java.util.List;

/**
 * Rules on the wire, behind the netfilter header. Source: {@code net/netfilter/nf_tables_api.c, nf_tables_newrule,
 * nf_tables_fill_rule_info}.
 */
final class RuleCodec {
    /** No position: at the end of the chain, or with {@code NLM_F_CREATE} alone at its beginning. */
    static final long NOWHERE = 0;

    /** Attributes of a rule. Source: {@code nf_tables.h, enum nft_rule_attributes}. */
    static final class Attr {
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

        private Attr() {}
    }

    private RuleCodec() {}

    /** The attributes that create a rule, or replace the one that has its handle. */
    static void write(NftRule rule, AttributeWriter out) {
        write(rule, NOWHERE, out);
    }

    /** @param position the handle of the rule behind which it goes, or before which without {@code NLM_F_APPEND} */
    static void write(NftRule rule, long position, AttributeWriter out) {
        writeKey(rule, out);
        if (position != NOWHERE) {
            out.be64(Attr.POSITION, position);
        }
        out.nest(Attr.EXPRESSIONS, rule.expressions(), ExpressionCodec::writeList);
        if (!rule.comment().isEmpty()) {
            Comments.require(rule.comment());
            out.bytes(
                    Attr.USERDATA,
                    new UserData().string(UserData.RULE_COMMENT, rule.comment()).bytes());
        }
    }

    /** The attributes that identify a rule by its handle, or without one all rules of its chain. */
    static void writeKey(NftRule rule, AttributeWriter out) {
        out.cstring(Attr.TABLE, rule.chain().table().name());
        out.cstring(Attr.CHAIN, rule.chain().name());
        if (rule.handle() != 0) {
            out.be64(Attr.HANDLE, rule.handle());
        }
    }

    /** The rule of a message. */
    static NftRule decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(Attr.LAYOUT);
        int number = message.header8(NetfilterHeader.FAMILY);
        NftFamily family = NftFamily.of(number).orElseThrow(() -> in.malformed("unknown family " + number));
        return new Fields().read(family, in);
    }

    /** The fields of one rule that are decoded so far. */
    private static final class Fields {
        private String table = "";
        private String chain = "";
        private long handle;
        private String comment = "";
        private List<Expression> expressions = List.of();

        NftRule read(NftFamily family, AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                take(in);
            }
            if (table.isEmpty()) {
                throw in.missing(Attr.TABLE);
            }
            if (chain.isEmpty()) {
                throw in.missing(Attr.CHAIN);
            }
            try {
                NftChain.Key key = new NftChain.Key(new NftTable.Key(family, table), chain);
                return new NftRule(key, handle, comment, expressions);
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible);
            }
        }

        private void take(AttributeReader in) throws MalformedMessageException {
            switch (in.type()) {
                case Attr.TABLE -> table = in.cstring();
                case Attr.CHAIN -> chain = in.cstring();
                case Attr.HANDLE -> handle = in.be64();
                case Attr.USERDATA -> comment = UserData.string(in.bytes(), UserData.RULE_COMMENT);
                case Attr.EXPRESSIONS -> expressions = ExpressionCodec.readList(in.nest());
                default -> {
                    // where it stands among the others: lists are in order
                }
            }
        }
    }
}
