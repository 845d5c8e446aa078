package io.kubeipvs.daemon.state;

/** States in one line why a file of a state is ignored, although it is intact. */
final class UnusableStateException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableStateException(String cause) {
        super(cause);
    }
}
