package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * The fate of a packet: accept, drop, or the chain to continue in.
 *
 * <pre>
 * NFTA_DATA_VERDICT
 *   NFTA_VERDICT_CODE    be32, Code
 *   NFTA_VERDICT_CHAIN   string; of jump and goto
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nf_tables_api.c, nft_verdict_init}.
 *
 * @param code a {@link Code}, or another code of the kernel
 * @param chain the target of jump and goto; empty for all other verdicts
 */
public record Verdict(int code, String chain) implements NftData {
    /** The attributes inside one that holds a verdict. */
    public static final AttributeNames NAMES = Attr.NAMES;

    public static final Verdict ACCEPT = new Verdict(Code.ACCEPT, "");
    public static final Verdict DROP = new Verdict(Code.DROP, "");
    public static final Verdict CONTINUE = new Verdict(Code.CONTINUE, "");
    public static final Verdict RETURN = new Verdict(Code.RETURN, "");

    /** Source: {@code include/uapi/linux/netfilter.h, NF_*} and {@code nf_tables.h, enum nft_verdicts}. */
    public static final class Code {
        public static final int DROP = 0;
        public static final int ACCEPT = 1;
        /** On to the next rule. */
        public static final int CONTINUE = -1;
        /** This rule does not match. */
        public static final int BREAK = -2;
        /** To a chain, and back at its end. */
        public static final int JUMP = -3;
        /** To a chain, without return. */
        public static final int GOTO = -4;
        /** Back from a chain. */
        public static final int RETURN = -5;

        private Code() {}
    }

    /** Source: {@code enum nft_verdict_attributes}. */
    static final class Attr {
        static final int CODE = 1;
        static final int CHAIN = 2;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_VERDICT_", "UNSPEC", "CODE", "CHAIN", "CHAIN_ID");

        private Attr() {}
    }

    public Verdict {
        boolean hasTarget = code == Code.JUMP || code == Code.GOTO;
        if (hasTarget == chain.isEmpty()) {
            throw new IllegalArgumentException("jump and goto need a chain; other verdicts have none");
        }
    }

    /** To a chain, and back at its end. */
    public static Verdict jump(String chain) {
        return new Verdict(Code.JUMP, chain);
    }

    /** To a chain, without return. */
    public static Verdict goTo(String chain) {
        return new Verdict(Code.GOTO, chain);
    }

    void write(AttributeWriter out) {
        out.be32(Attr.CODE, code);
        if (!chain.isEmpty()) {
            out.cstring(Attr.CHAIN, chain);
        }
    }

    /** Reads a verdict, inside the attribute that holds it. */
    public static Verdict read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        String chain = "";
        while (in.next()) {
            switch (in.type()) {
                case Attr.CODE -> found.put(in.be32());
                case Attr.CHAIN -> chain = in.cstring();
                default -> {
                    // NFTA_VERDICT_CHAIN_ID is only ever sent to the kernel
                }
            }
        }
        int code = found.require(Attr.CODE);
        try {
            return new Verdict(code, chain);
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }

    /** As {@code nft} spells it. */
    @Override
    public String toString() {
        return switch (code) {
            case Code.DROP -> "drop";
            case Code.ACCEPT -> "accept";
            case Code.CONTINUE -> "continue";
            case Code.BREAK -> "break";
            case Code.JUMP -> "jump " + chain;
            case Code.GOTO -> "goto " + chain;
            case Code.RETURN -> "return";
            default -> "verdict " + code;
        };
    }
}
