package io.kubeipvs.daemon.k8s;

/** Says, in one line for the user, why an object cannot be served: the key, the value and what is allowed. */
final class UnusableObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableObjectException(String key, Object value, String allowed) {
        super(key + " " + value + ": " + allowed);
    }
}
