package io.kubeipvs.daemon.k8s;

/** States in one line for the user why an object cannot be served: the key, the value and what is allowed. */
public final class UnusableObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String withoutValue;

    /**
     * @param key its text is the path of the value
     * @param value the user's value, in quotation marks if it is text
     */
    public UnusableObjectException(Object key, Object value, String allowed) {
        super(OneLine.of(key + " " + value + ": " + allowed));
        withoutValue = OneLine.of(key + ": " + allowed);
    }

    /** @param problem of the object as a whole */
    public UnusableObjectException(String problem) {
        super(problem);
        withoutValue = problem;
    }

    /** The message without the user's value, for a value that may be a secret. */
    public String withoutValue() {
        return withoutValue;
    }
}
