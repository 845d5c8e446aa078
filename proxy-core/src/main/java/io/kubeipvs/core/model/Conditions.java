package io.kubeipvs.core.model;

/**
 * The conditions of an endpoint, with the API's defaults for unset ones.
 *
 * @param ready whether it takes new connections; unset means true
 * @param serving whether it answers, also while it terminates; unset means true
 * @param terminating whether it terminates; unset means false
 */
public record Conditions(boolean ready, boolean serving, boolean terminating) {
    /** The conditions of an endpoint without any condition set. */
    public static final Conditions READY = new Conditions(true, true, false);

    /** The conditions of an endpoint with only this one set. */
    public static Conditions ofReady(boolean ready) {
        return ready ? READY : new Conditions(false, true, false);
    }

    /** Whether it terminates and still answers: the last resort without a ready endpoint. */
    public boolean isServingTerminating() {
        return serving && terminating;
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Conditions that
                        && ready == that.ready
                        && serving == that.serving
                        && terminating == that.terminating;
    }
}
