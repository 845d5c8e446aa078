package io.kubeipvs.bench;

import io.kubeipvs.it.support.KernelNamespace;
import java.time.Duration;

/**
 * One of those compared.
 *
 * @param warmsUp false for a program, which starts anew each time
 */
record Contender(String name, boolean warmsUp, Work work) {

    /** Does the work once, in a namespace that nothing was done in before, and measures how long the work itself took. */
    @FunctionalInterface
    interface Work {
        Duration in(KernelNamespace namespace) throws Exception;
    }

    /** Something to be timed. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Work in this JVM. */
    static Contender warm(String name, Work work) {
        return new Contender(name, true, work);
    }

    /** Work of a program that starts anew each time. */
    static Contender program(String name, Work work) {
        return new Contender(name, false, work);
    }

    static Duration time(Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
