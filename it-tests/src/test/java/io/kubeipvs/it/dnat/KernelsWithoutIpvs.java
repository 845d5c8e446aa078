package io.kubeipvs.it.dnat;

import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.settings.KernelSettings;
import io.kubeipvs.daemon.work.Workers;

/** The kernel as the program uses it when nf_tables carries virtual servers out. */
final class KernelsWithoutIpvs {
    private static final FilterTuning TUNING = FilterTuning.DEFAULT.withDataPath(DataPath.NFTABLES);

    private KernelsWithoutIpvs() {}

    static NetlinkKernel kernel() {
        return kernel(KernelObserver.NONE);
    }

    static NetlinkKernel kernel(KernelObserver observer) {
        KernelSettings settings = KernelSettings.remembered();
        settings.want(NodeTuning.DEFAULT.withFilter(any -> TUNING));
        return new NetlinkKernel(settings::enforce, TUNING, observer, Workers.unobserved());
    }
}
