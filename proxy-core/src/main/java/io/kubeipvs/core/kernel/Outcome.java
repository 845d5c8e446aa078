package io.kubeipvs.core.kernel;

/** The result of one operation. */
public sealed interface Outcome {
    /** The kernel made the change. */
    record Applied() implements Outcome {}

    /**
     * The kernel was already as wanted: the object existed on add, or was absent on drop. A success, but our picture was
     * wrong, so the kernel must be read again.
     *
     * @param reason the kernel's answer, for instance "EEXIST"
     */
    record AlreadySo(String reason) implements Outcome {}

    /**
     * The kernel refused the change.
     *
     * @param reason the errno's name, for instance "ENOENT"; a metric's label, so without detail
     * @param problem the operation with the kernel's answer, and the fix
     */
    record Refused(String reason, Problem problem) implements Outcome {
        /** A refusal without a known fix. */
        public Refused(String reason, String cause) {
            this(reason, Problem.of(cause));
        }
    }

    /** Not tried, because an object that it needs is not in the kernel. */
    record Skipped() implements Outcome {}

    /**
     * Sent, with an unknown result: the answer did not arrive, or it shows that an object that the operation needs has
     * vanished. The kernel must be read again.
     *
     * @param reason why, for instance "ENOBUFS"; a metric's label, so without detail
     */
    record Lost(String reason) implements Outcome {}

    /** Whether the kernel is known to be as the operation wanted. */
    default boolean isDone() {
        return this instanceof Applied || this instanceof AlreadySo;
    }

    /** Whether this shows that our picture of the kernel is wrong or uncertain. */
    default boolean isSurprise() {
        return this instanceof AlreadySo || this instanceof Lost;
    }
}
