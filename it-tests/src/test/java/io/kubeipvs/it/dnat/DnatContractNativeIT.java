package io.kubeipvs.it.dnat;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelContract;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import org.junit.jupiter.api.AfterEach;

/** A kernel without IPVS keeps the contract that one with IPVS and the fake one keep. */
class DnatContractNativeIT extends KernelContract {
    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private final NetlinkKernel kernel = KernelsWithoutIpvs.kernel();

    @Override
    public Kernel emptyKernel() {
        Kernel inNamespace = new KernelInNamespace(namespace, kernel);
        inNamespace.prepare();
        return inNamespace;
    }

    @AfterEach
    void close() {
        kernel.close();
        namespace.close();
    }
}
