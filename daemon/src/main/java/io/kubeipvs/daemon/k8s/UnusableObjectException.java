package io.kubeipvs.daemon.k8s;

/** States in one line for the user why an object cannot be served: the key, the value and what is allowed. */
public final class UnusableObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param value the user's value, in quotation marks if it is text
     */
    public UnusableObjectException(String key, Object value, String allowed) {
        super(OneLine.of(key + " " + value + ": " + allowed));
    }
}
