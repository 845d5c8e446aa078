package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelContract;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real kernel keeps the contract that the fake one, on which all the unit tests rest, is held to. */
class NetlinkKernelContractKernelIT extends KernelContract {
    private KernelNamespace namespace;
    private NetlinkKernel kernel;

    @Override
    public Kernel emptyKernel() {
        namespace = KernelNamespace.withLoopback();
        kernel = new NetlinkKernel();
        Kernel inNamespace = new KernelInNamespace(namespace, kernel);
        inNamespace.prepare();
        return inNamespace;
    }

    @Test
    void readingAnUnpreparedNodeCreatesNothing() throws Exception {
        namespace = KernelNamespace.withLoopback();
        kernel = new NetlinkKernel();
        assertThat(namespace.call(kernel::observe)).isEqualTo(KernelState.of(List.of(), List.of()));
        assertThat(namespace.run("ip", "-br", "link")).doesNotContain("kube-ipvs0");
        assertThat(namespace.run("nft", "list", "tables")).isEmpty();
        assertThat(namespace.run("sysctl", "-n", "net.ipv4.vs.conntrack", "net.ipv4.ip_forward"))
                .isEqualTo("0\n0\n");
        assertThatThrownBy(() -> kernel.apply(List.of(new VipOp.BindVip(Ip.parse("10.96.0.1")))))
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessage("the kernel is not prepared");
    }

    @AfterEach
    void close() {
        kernel.close();
        namespace.close();
    }
}
