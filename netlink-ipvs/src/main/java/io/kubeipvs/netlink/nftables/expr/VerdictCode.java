package io.kubeipvs.netlink.nftables.expr;

/**
 * What happens to a packet. Source: {@code include/uapi/linux/netfilter.h, NF_*} and {@code nf_tables.h, enum
 * nft_verdicts}.
 */
public final class VerdictCode {

    /** {@code NF_DROP}. */
    public static final int DROP = 0;
    /** {@code NF_ACCEPT}. */
    public static final int ACCEPT = 1;
    /** {@code NFT_CONTINUE}: on to the next rule. */
    public static final int CONTINUE = -1;
    /** {@code NFT_BREAK}: this rule does not match. */
    public static final int BREAK = -2;
    /** {@code NFT_JUMP}: to a chain, and back at its end. */
    public static final int JUMP = -3;
    /** {@code NFT_GOTO}: to a chain, without return. */
    public static final int GOTO = -4;
    /** {@code NFT_RETURN}: back from a chain. */
    public static final int RETURN = -5;

    private VerdictCode() {}
}
