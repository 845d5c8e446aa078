package io.kubeipvs.netlink.nftables.expr;

/**
 * Two registers that hold the first and the last of a range.
 *
 * @param first {@link Register#NONE}: there is no range
 * @param last {@code first} itself where the range is one value
 */
public record RegisterRange(int first, int last) {

    /** No range. */
    public static final RegisterRange NONE = new RegisterRange(Register.NONE, Register.NONE);

    /** A range of one value. */
    public static RegisterRange of(int register) {
        return new RegisterRange(register, register);
    }
}
