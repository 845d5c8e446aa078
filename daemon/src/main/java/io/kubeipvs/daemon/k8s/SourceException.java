package io.kubeipvs.daemon.k8s;

/** States in one line for the user why a source cannot be opened: the key, the value and what is allowed. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        super(message);
    }
}
