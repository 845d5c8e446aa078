package io.kubeipvs.netlink.nftables;

/** The properties of a table, one bit each. Source: {@code nf_tables.h, enum nft_table_flags}. */
public final class TableFlag {
    /** {@code NFT_TABLE_F_DORMANT}: its chains see no packets. */
    public static final int DORMANT = 0x1;
    /**
     * {@code NFT_TABLE_F_OWNER}, Linux 5.12: bound to the socket that made it. No other program may change it ({@code
     * EPERM}), and it goes with the socket.
     */
    public static final int OWNER = 0x2;
    /** {@code NFT_TABLE_F_PERSIST}, Linux 6.9, with {@link #OWNER}: stays, without an owner, when the socket goes. */
    public static final int PERSIST = 0x4;

    private TableFlag() {}
}
