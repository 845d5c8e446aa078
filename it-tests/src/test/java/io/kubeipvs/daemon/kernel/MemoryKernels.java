package io.kubeipvs.daemon.kernel;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.work.Workers;

/** The program's way to a kernel in memory. */
public final class MemoryKernels {
    private MemoryKernels() {}

    /** Its settings count as correct. */
    public static NetlinkKernel over(MemoryKernel memory) {
        return new NetlinkKernel(
                memory::transport,
                () -> Preparation.CLEAN,
                FilterTuning.DEFAULT,
                KernelObserver.NONE,
                Workers.unobserved());
    }
}
