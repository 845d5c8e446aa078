package io.kubeipvs.core.kernel;

/** The kernel cannot be reached now. The work must be tried again later. The message has cause and fix. */
public final class KernelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public KernelUnavailableException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** A problem without a known fix. */
    public KernelUnavailableException(String message, Throwable cause) {
        this(Problem.of(message), cause);
    }

    /** The cause and the fix. */
    public Problem problem() {
        return problem;
    }
}
