package io.kubeipvs.daemon.config;

/** A part of the program failed to take over a configuration; the former one is in force. */
public final class ConfigNotAppliedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param part the name of the subscriber that failed */
    ConfigNotAppliedException(String part, RuntimeException cause) {
        super(part + ": " + (cause instanceof IllegalStateException ? cause.getMessage() : cause), cause);
    }
}
