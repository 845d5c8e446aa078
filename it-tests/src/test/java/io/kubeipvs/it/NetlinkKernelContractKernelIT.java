package io.kubeipvs.it;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelContract;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import org.junit.jupiter.api.AfterEach;

/** The real kernel keeps the contract that the fake one, on which all the unit tests rest, is held to. */
class NetlinkKernelContractKernelIT extends KernelContract {
    private KernelNamespace namespace;
    private NetlinkKernel kernel;

    @Override
    protected Kernel emptyKernel() {
        namespace = KernelNamespace.withLoopback();
        kernel = new NetlinkKernel();
        try {
            namespace.call(kernel::observe); // its sockets are opened here, and stay in the namespace
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return kernel;
    }

    @AfterEach
    void close() {
        kernel.close();
        namespace.close();
    }
}
