package io.kubeipvs.netlink.nftables.expr;

/** The facts that conntrack knows of a packet's connection. Source: {@code nf_tables.h, enum nft_ct_keys}. */
public final class CtKey {
    /** {@code NFT_CT_STATE}: u32, {@link CtState} bits. */
    public static final int STATE = 0;
    /** {@code NFT_CT_DIRECTION}: u8, a {@link CtDirection}. */
    public static final int DIRECTION = 1;
    /** {@code NFT_CT_STATUS}: u32, {@link CtStatus} bits. */
    public static final int STATUS = 2;
    /** {@code NFT_CT_MARK}: u32. */
    public static final int MARK = 3;
    /** {@code NFT_CT_SECMARK}: u32. */
    public static final int SECMARK = 4;
    /** {@code NFT_CT_EXPIRATION}: u32, milliseconds. */
    public static final int EXPIRATION = 5;
    /** {@code NFT_CT_HELPER}: 16 bytes. */
    public static final int HELPER = 6;
    /** {@code NFT_CT_L3PROTOCOL}: u8. */
    public static final int L3PROTOCOL = 7;
    /** {@code NFT_CT_SRC}: the address in the table's family. */
    public static final int SRC = 8;
    /** {@code NFT_CT_DST}: the address in the table's family. */
    public static final int DST = 9;
    /** {@code NFT_CT_PROTOCOL}: u8. */
    public static final int PROTOCOL = 10;
    /** {@code NFT_CT_PROTO_SRC}: be16. */
    public static final int PROTO_SRC = 11;
    /** {@code NFT_CT_PROTO_DST}: be16. */
    public static final int PROTO_DST = 12;
    /** {@code NFT_CT_LABELS}: 16 bytes. */
    public static final int LABELS = 13;
    /** {@code NFT_CT_PKTS}: u64. */
    public static final int PKTS = 14;
    /** {@code NFT_CT_BYTES}: u64. */
    public static final int BYTES = 15;
    /** {@code NFT_CT_AVGPKT}: u64, bytes. */
    public static final int AVGPKT = 16;
    /** {@code NFT_CT_ZONE}: u16. */
    public static final int ZONE = 17;
    /** {@code NFT_CT_EVENTMASK}: u32. */
    public static final int EVENTMASK = 18;
    /** {@code NFT_CT_SRC_IP}: 4 bytes, since Linux 4.17. */
    public static final int SRC_IP = 19;
    /** {@code NFT_CT_DST_IP}: 4 bytes, since Linux 4.17. */
    public static final int DST_IP = 20;
    /** {@code NFT_CT_SRC_IP6}: 16 bytes, since Linux 4.17. */
    public static final int SRC_IP6 = 21;
    /** {@code NFT_CT_DST_IP6}: 16 bytes, since Linux 4.17. */
    public static final int DST_IP6 = 22;
    /** {@code NFT_CT_ID}: be32. */
    public static final int ID = 23;

    private CtKey() {}
}
