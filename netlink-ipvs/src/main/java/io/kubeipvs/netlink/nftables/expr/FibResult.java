package io.kubeipvs.netlink.nftables.expr;

/** What a fib expression yields. Source: {@code nf_tables.h, enum nft_fib_result}. */
public final class FibResult {

    /** {@code NFT_FIB_RESULT_OIF}: u32, an interface's index. */
    public static final int OIF = 1;
    /** {@code NFT_FIB_RESULT_OIFNAME}: 16 bytes. */
    public static final int OIFNAME = 2;
    /** {@code NFT_FIB_RESULT_ADDRTYPE}: u32, a {@link AddressType}. */
    public static final int ADDRTYPE = 3;

    private FibResult() {}
}
