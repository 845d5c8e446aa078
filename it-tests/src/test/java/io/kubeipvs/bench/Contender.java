package io.kubeipvs.bench;

import io.kubeipvs.it.KernelNamespace;
import java.time.Duration;

/** One of those compared. */
record Contender(String name, Work work) {

    /** Does the work once, in a namespace that nothing was done in before, and says how long the work itself took. */
    @FunctionalInterface
    interface Work {
        Duration in(KernelNamespace namespace) throws Exception;
    }

    /** Something to be timed. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    static Duration time(Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
