package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelContract;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program's door to the kernel keeps the contract over the kernel in memory, on which benchmarks rest. */
class MemoryKernelContractTest extends KernelContract {
    @Override
    public Kernel emptyKernel() {
        NetlinkKernel kernel = MemoryKernels.over(new MemoryKernel());
        kernel.prepare();
        return kernel;
    }

    @Test
    void readingAnUnpreparedNodeCreatesNothing() throws Exception {
        MemoryKernel memory = new MemoryKernel();
        assertThat(MemoryKernels.over(memory).observe()).isEqualTo(KernelState.of(List.of(), List.of()));
        try (RouteClient links = RouteClient.over(memory.transport(NetlinkProtocol.ROUTE));
                NftablesClient filter = NftablesClient.over(memory.transport(NetlinkProtocol.NETFILTER))) {
            assertThat(links.link("kube-ipvs0")).isEmpty();
            assertThat(filter.tables()).isEmpty();
        }
    }
}
