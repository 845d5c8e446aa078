package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * Two registers that hold the first and the last value of a range.
 *
 * @param first {@link Register#NONE}: there is no range
 * @param last {@code first} itself if the range is one value
 */
public record RegisterRange(int first, int last) {
    /** No range. */
    public static final RegisterRange NONE = new RegisterRange(Register.NONE, Register.NONE);

    /** A range of one value. */
    public static RegisterRange of(int register) {
        return new RegisterRange(register, register);
    }

    /** Writes the registers as two attributes; a range of one value has no second attribute. */
    void write(int firstType, int lastType, AttributeWriter out) {
        if (first != Register.NONE) {
            out.be32(firstType, first);
        }
        if (last != first) {
            out.be32(lastType, last);
        }
    }

    static RegisterRange read(Found found, int firstType, int lastType) {
        int first = found.orElse(firstType, Register.NONE);
        return new RegisterRange(first, found.orElse(lastType, first));
    }
}
