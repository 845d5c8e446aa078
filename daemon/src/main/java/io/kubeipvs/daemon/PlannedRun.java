package io.kubeipvs.daemon;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.apply.Rehearsal;
import io.kubeipvs.core.apply.Rehearsed;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.plan.PlanDocument;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkReader;
import io.kubeipvs.daemon.kernel.PlannedPreparation;
import io.kubeipvs.daemon.kernel.ServersSource;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.daemon.state.DrainTimes;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A run up to the end of its first sync that changes nothing: the objects come from the same source and take the same path,
 * and the kernel is only read. For one use.
 */
final class PlannedRun {
    private final ObjectsOnce objects;
    private final Path folder;

    /** @param folder where former values of settings and the times of drains are remembered */
    PlannedRun(ConfigOptions.Reading reading, Path folder) {
        this.objects = new ObjectsOnce(reading.on(ChosenPath.seen(reading.config())));
        this.folder = folder;
    }

    /**
     * Reads the objects and the kernel, and plans.
     *
     * @throws CommandException when the objects or the kernel cannot be read
     */
    PlanDocument plan() throws CommandException, InterruptedException {
        NodeProxy proxy = objects.read();
        Instant now = MonotonicClock.SYSTEM.instant();
        new DrainTimes(folder).restore(proxy, now);
        try (NetlinkReader kernel = reader()) {
            Rehearsed rehearsed = Rehearsal.of(proxy, kernel, now);
            return PlanDocument.of(PlannedPreparation.read(objects.config().tuning(), folder), rehearsed);
        } catch (KernelUnavailableException e) {
            throw new CommandException(ExitStatus.FAILED, e.problem().toString(), e);
        }
    }

    private NetlinkReader reader() {
        return new NetlinkReader(
                ServersSource.kernel(objects.config().tuning().filter().dataPath()),
                KernelObserver.NONE,
                new TableGenerations(),
                incorrect -> {});
    }
}
