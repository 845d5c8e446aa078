package io.kubeipvs.daemon.k8s;

/** Says, in one line for the user, why an object cannot be served: the key, the value and what is allowed. */
public final class UnusableObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param value what the user wrote, in quotation marks if it is text
     */
    public UnusableObjectException(String key, Object value, String allowed) {
        super(OneLine.of(key + " " + value + ": " + allowed));
    }
}
