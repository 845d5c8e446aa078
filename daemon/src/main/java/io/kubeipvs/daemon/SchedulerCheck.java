package io.kubeipvs.daemon;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Checks;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.UnavailableValueException;
import io.kubeipvs.daemon.kernel.check.KernelProbes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Refuses an edit to a scheduler that this program does not know and the kernel does not have: with a mistyped name no new
 * virtual server could be added. A known one may get its module later, and is retried.
 */
final class SchedulerCheck implements Consumer<Config> {
    private final Function<Scheduler, List<Probe>> probes;
    private Scheduler accepted;

    /** @param started the configuration at the start, which was checked */
    SchedulerCheck(Config started) {
        this(started, KernelProbes::scheduler);
    }

    SchedulerCheck(Config started, Function<Scheduler, List<Probe>> probes) {
        this.accepted = started.settings().scheduler();
        this.probes = probes;
    }

    /** @throws UnavailableValueException when the kernel does not have it */
    @Override
    public void accept(Config next) {
        Scheduler scheduler = next.settings().scheduler();
        if (!scheduler.equals(accepted) && !scheduler.isKnown()) {
            Optional<CheckResult> missing = Checks.firstMissing(probes.apply(scheduler));
            if (missing.isPresent()) {
                throw new UnavailableValueException(
                        "ipvs.scheduler",
                        scheduler.kernelName(),
                        "this kernel has no such scheduler",
                        missing.get().fix());
            }
        }
        accepted = scheduler;
    }
}
