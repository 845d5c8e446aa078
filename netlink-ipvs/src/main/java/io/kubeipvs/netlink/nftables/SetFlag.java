package io.kubeipvs.netlink.nftables;

/**
 * The properties of a set, one bit each; maps and concatenations are known by their types. Source: {@code nf_tables.h,
 * enum nft_set_flags}.
 */
public final class SetFlag {
    /** {@code NFT_SET_ANONYMOUS}: belongs to one rule and goes with it. */
    public static final int ANONYMOUS = 0x1;
    /** {@code NFT_SET_CONSTANT}: cannot change once a rule uses it. */
    public static final int CONSTANT = 0x2;
    /** {@code NFT_SET_INTERVAL}: elements may be prefixes and ranges. */
    public static final int INTERVAL = 0x4;
    /** {@code NFT_SET_TIMEOUT}: elements may go after a time. */
    public static final int TIMEOUT = 0x10;
    /** {@code NFT_SET_EVAL}, which {@code nft} calls dynamic: rules may add elements. */
    public static final int DYNAMIC = 0x20;

    /** {@code NFT_SET_MAP}. */
    static final int MAP = 0x8;
    /** {@code NFT_SET_CONCAT}: an interval set whose key has several fields. */
    static final int CONCAT = 0x80;

    private SetFlag() {}
}
