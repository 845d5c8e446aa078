package io.kubeipvs.netlink.conntrack;

/**
 * A condition on 32 bits: those in the mask are as in the value.
 *
 * @param mask 0 = no condition
 */
public record MaskedBits(int value, int mask) {
    /** No condition. */
    public static final MaskedBits ANY = new MaskedBits(0, 0);

    public MaskedBits {
        if ((value & ~mask) != 0) {
            throw new IllegalArgumentException(
                    String.format("value 0x%x has bits that are not in the mask 0x%x", value, mask));
        }
    }

    /** All bits as in the value. */
    public static MaskedBits exactly(int value) {
        return new MaskedBits(value, -1);
    }

    /** These bits set, the others any. */
    public static MaskedBits set(int bits) {
        return new MaskedBits(bits, bits);
    }

    /** These bits not set, the others any. */
    public static MaskedBits clear(int bits) {
        return new MaskedBits(0, bits);
    }

    public boolean matches(int bits) {
        return (bits & mask) == value;
    }
}
