package io.kubeipvs.daemon.config;

import java.util.Optional;

/** A part of the program failed to take over a configuration; the former one is in force. */
public final class ConfigNotAppliedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param part the name of the subscriber that failed */
    ConfigNotAppliedException(String part, RuntimeException cause) {
        super(
                cause instanceof UnavailableValueException
                        ? cause.getMessage()
                        : part + ": " + (cause instanceof IllegalStateException ? cause.getMessage() : cause),
                cause);
    }

    /** The fix for the operator; empty when the program failed. */
    Optional<String> fix() {
        return getCause() instanceof UnavailableValueException unavailable
                ? Optional.of(unavailable.fix())
                : Optional.empty();
    }
}
