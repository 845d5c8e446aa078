package io.kubeipvs.core.kernel;

/** Says that the kernel cannot be reached at all just now; the work is to be tried again later. */
public final class KernelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KernelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
