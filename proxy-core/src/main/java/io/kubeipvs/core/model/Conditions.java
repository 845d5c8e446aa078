package io.kubeipvs.core.model;

/**
 * What the conditions of an endpoint say, with the API's defaults for those that are not set.
 *
 * @param ready whether it wants new connections; unset means true
 * @param serving whether it answers, though it may be about to end; unset means true
 * @param terminating whether it is about to end; unset means false
 */
public record Conditions(boolean ready, boolean serving, boolean terminating) {
    /** Those of an endpoint of which nothing is said. */
    public static final Conditions READY = new Conditions(true, true, false);

    /** Those of an endpoint of which only this is said. */
    public static Conditions ofReady(boolean ready) {
        return ready ? READY : new Conditions(false, true, false);
    }

    /** Whether it is about to end and still answers: the last resort when nothing is ready. */
    public boolean isServingTerminating() {
        return serving && terminating;
    }
}
