package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.work.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages when the kernel cannot be used at all. Other tests use a real kernel. */
class NetlinkKernelTest {
    private static final int ENOENT = 2;
    private static final int EPERM = 1;

    @Test
    void reportsThatTheKernelHasNoIpvs() {
        assertThatThrownBy(() -> new NetlinkKernel(
                                protocol -> new Refusing(ENOENT),
                                () -> Preparation.CLEAN,
                                FilterTuning.DEFAULT,
                                KernelObserver.NONE,
                                Workers.unobserved())
                        .prepare())
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessage("this kernel has no IPVS; modprobe ip_vs, or boot a kernel with CONFIG_IP_VS");
    }

    @Test
    void reportsThatThePrivilegeIsMissing() {
        assertThatThrownBy(() -> new NetlinkKernel(
                                protocol -> new Refusing(EPERM),
                                () -> Preparation.CLEAN,
                                FilterTuning.DEFAULT,
                                KernelObserver.NONE,
                                Workers.unobserved())
                        .prepare())
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessageStartingWith("no CAP_NET_ADMIN in the host's own user namespace: ")
                .hasMessageEndingWith("; run as root, or give the container capability NET_ADMIN");
    }

    @Test
    void refusesChangesBeforeItIsPrepared() {
        List<KernelOp> operations = List.of(new VipOp.BindVip(Ip.parse("10.96.0.1")));
        assertThatThrownBy(() -> new NetlinkKernel().apply(operations)).isInstanceOf(KernelUnavailableException.class);
    }
}
