package io.kubeipvs.core.kernel;

/**
 * A problem with the kernel, in words for the user.
 *
 * @param cause what is wrong; contains no advice
 * @param fix what the user can do, if possible a command; "" = nothing is known
 */
public record Problem(String cause, String fix) {
    /** A problem without a known fix. */
    public static Problem of(String cause) {
        return new Problem(cause, "");
    }

    /** Both in one line. */
    @Override
    public String toString() {
        return fix.isEmpty() ? cause : cause + "; " + fix;
    }
}
