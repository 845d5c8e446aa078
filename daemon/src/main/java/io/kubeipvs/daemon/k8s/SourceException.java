package io.kubeipvs.daemon.k8s;

/** Says, in one line for the user, why a source cannot even be tried: the file, the key, the value, what is allowed. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }
}
