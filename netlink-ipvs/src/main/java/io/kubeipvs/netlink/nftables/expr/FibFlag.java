package io.kubeipvs.netlink.nftables.expr;

/** What a fib expression looks up. Source: {@code nf_tables.h, enum nft_fib_flags}. */
public final class FibFlag {

    /** {@code NFTA_FIB_F_SADDR}: the source address. */
    public static final int SADDR = 1;
    /** {@code NFTA_FIB_F_DADDR}: the destination address. */
    public static final int DADDR = 1 << 1;
    /** {@code NFTA_FIB_F_MARK}: with the packet's mark. */
    public static final int MARK = 1 << 2;
    /** {@code NFTA_FIB_F_IIF}: only by the incoming interface. */
    public static final int IIF = 1 << 3;
    /** {@code NFTA_FIB_F_OIF}: only by the outgoing interface. */
    public static final int OIF = 1 << 4;
    /** {@code NFTA_FIB_F_PRESENT}: only whether there is one. */
    public static final int PRESENT = 1 << 5;

    private FibFlag() {}
}
