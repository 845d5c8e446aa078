package io.kubeipvs.it.dnat;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelContract;
import io.kubeipvs.it.support.KernelNamespace;
import org.junit.jupiter.api.AfterEach;

/** nf_tables keeps the contract that IPVS and the fake kernel keep. */
class DnatContractNativeIT extends KernelContract {
    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private DnatKernel kernel;

    @Override
    public Kernel emptyKernel() {
        try {
            kernel = new DnatKernel(namespace);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        kernel.prepare();
        return kernel;
    }

    @AfterEach
    void close() throws Exception {
        kernel.close();
        namespace.close();
    }
}
