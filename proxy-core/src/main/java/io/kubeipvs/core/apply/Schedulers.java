package io.kubeipvs.core.apply;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.model.Scheduler;
import java.util.HashSet;
import java.util.Set;

/**
 * The schedulers that options of Services choose, and which of them the kernel does not have. A virtual server with a
 * missing scheduler could not be added, so its Service gets the default. Used by one thread.
 */
final class Schedulers {
    private final Set<Scheduler> present = new HashSet<>();
    private final Set<Scheduler> missing = new HashSet<>();
    private final Set<Scheduler> unknown = new HashSet<>();

    /** A Service chooses this one. */
    void chosen(Scheduler scheduler) {
        if (!present.contains(scheduler) && !missing.contains(scheduler)) {
            unknown.add(scheduler);
        }
    }

    /** Those that the kernel did not have when it was asked; a copy. One for which it was not asked yet is not among them. */
    Set<Scheduler> missing() {
        return Set.copyOf(missing);
    }

    /** The kernel is asked again for those that it did not have: their module may be loaded meanwhile. */
    void askAgain() {
        unknown.addAll(missing);
    }

    /**
     * Asks the kernel for those that it was not asked for yet. Returns whether other ones are missing now.
     *
     * @throws io.kubeipvs.core.kernel.KernelUnavailableException when it could not be asked
     */
    boolean ask(Kernel kernel) {
        boolean isOther = false;
        for (Scheduler scheduler : Set.copyOf(unknown)) {
            boolean isPresent = kernel.has(scheduler);
            isOther |= isPresent ? missing.remove(scheduler) : missing.add(scheduler);
            if (isPresent) {
                present.add(scheduler);
            }
            unknown.remove(scheduler);
        }
        return isOther;
    }
}
