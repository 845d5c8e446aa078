package io.kubeipvs.netlink.nftables.expr;

/**
 * Registers: 64 bytes, addressed as four of 16 bytes or as sixteen of 4 bytes. Source: {@code nf_tables.h, enum
 * nft_registers}.
 */
public final class Register {
    /** None: the expression has no such register. */
    public static final int NONE = -1;
    /** {@code NFT_REG_VERDICT}. */
    public static final int VERDICT = 0;
    /** {@code NFT_REG_1}, 16 bytes. */
    public static final int REG_1 = 1;
    /** {@code NFT_REG_2}, 16 bytes. */
    public static final int REG_2 = 2;
    /** {@code NFT_REG_3}, 16 bytes. */
    public static final int REG_3 = 3;
    /** {@code NFT_REG_4}, 16 bytes. */
    public static final int REG_4 = 4;

    /** {@code NFT_REG32_00}. */
    private static final int REG32_00 = 8;

    private static final int WORDS = 16;

    private Register() {}

    /** The register that begins at one of the sixteen words, spelled as the kernel lists it. */
    public static int ofWord(int word) {
        if (word < 0 || word >= WORDS) {
            throw new IllegalArgumentException("registers have words 0 to " + (WORDS - 1) + ", not " + word);
        }
        return word % 4 == 0 ? REG_1 + word / 4 : REG32_00 + word;
    }
}
