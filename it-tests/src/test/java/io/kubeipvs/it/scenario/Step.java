package io.kubeipvs.it.scenario;

import java.util.Optional;

/** One step of a scenario: something changes, or something is to be so. */
sealed interface Step {
    /** Its place in the file. */
    Line line();

    /** Something changes. */
    record Change(Line line, Action action) implements Step {}

    /** Something is to be so, now or soon. */
    record Check(Line line, Test test) implements Step {}

    /** Makes the change. */
    interface Action {
        void on(World world) throws Exception;
    }

    /** Checks whether it is true. */
    interface Test {
        /** The difference; empty when there is none. */
        Optional<String> problem(World world) throws Exception;
    }
}
