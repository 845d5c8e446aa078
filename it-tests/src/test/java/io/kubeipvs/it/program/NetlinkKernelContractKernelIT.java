package io.kubeipvs.it.program;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelContract;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.it.support.KernelNamespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The real kernel keeps the contract that the fake one, on which all the unit tests rest, is held to. */
class NetlinkKernelContractKernelIT extends KernelContract {
    private KernelNamespace namespace;
    private NetlinkKernel kernel;

    @Override
    protected Kernel emptyKernel() {
        namespace = KernelNamespace.withLoopback();
        kernel = new NetlinkKernel();
        Kernel inNamespace = new InNamespace();
        inNamespace.observe();
        return inNamespace;
    }

    @AfterEach
    void close() {
        kernel.close();
        namespace.close();
    }

    /** Its sockets are opened when it is observed, and anew after a loss: in the namespace. */
    private final class InNamespace implements Kernel {
        @Override
        public KernelState observe() {
            try {
                return namespace.call(kernel::observe);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
            return kernel.connections(virtualServer);
        }

        @Override
        public List<Outcome> apply(List<KernelOp> operations) {
            return kernel.apply(operations);
        }
    }
}
