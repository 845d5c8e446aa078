package io.kubeipvs.core.kernel;

/** The kernel cannot be reached now. The work must be tried again later. */
public final class KernelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KernelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
