package io.kubeipvs.daemon;

/** The program cannot start. The message is one line: the cause and the fix. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
