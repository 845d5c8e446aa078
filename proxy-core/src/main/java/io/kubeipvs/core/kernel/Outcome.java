package io.kubeipvs.core.kernel;

/** What came of one operation. */
public sealed interface Outcome {
    /** The kernel did it. */
    record Applied() implements Outcome {}

    /**
     * The kernel was so already: existed on add, was absent on drop. A success, but our picture was wrong, so the
     * kernel is to be read again.
     *
     * @param reason the kernel's answer, for instance "EEXIST"
     */
    record AlreadySo(String reason) implements Outcome {}

    /**
     * The kernel said no.
     *
     * @param reason the errno's name, for instance "ENOENT"; a metric's label, so without detail
     * @param message one line: what was refused, the kernel's words, what to do
     */
    record Refused(String reason, String message) implements Outcome {}

    /** Not tried, because what it hangs on is not in the kernel. */
    record Skipped() implements Outcome {}

    /**
     * Sent, but not known to be done: the answer did not arrive, or it shows that what the operation hangs on has
     * vanished. The kernel is to be read again.
     *
     * @param reason why, for instance "ENOBUFS"; a metric's label, so without detail
     */
    record Lost(String reason) implements Outcome {}

    /** Whether the kernel is now known to be as the operation wanted it. */
    default boolean isDone() {
        return this instanceof Applied || this instanceof AlreadySo;
    }

    /** Whether this shows that our picture of the kernel is wrong or uncertain. */
    default boolean isSurprise() {
        return this instanceof AlreadySo || this instanceof Lost;
    }
}
