package io.kubeipvs.daemon.kernel;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelContract;
import io.kubeipvs.daemon.kernel.settings.FormerValues;
import io.kubeipvs.daemon.kernel.settings.NodeSettings;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.sysctl.Sysctl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The program's door to the kernel keeps the contract over the kernel in memory, on which benchmarks rest. */
class MemoryKernelContractTest extends KernelContract {
    private static final List<String> SETTINGS = List.of(
            "net/ipv4/ip_forward",
            "net/ipv6/conf/all/forwarding",
            "net/ipv4/vs/conntrack",
            "net/ipv4/vs/expire_nodest_conn",
            "net/ipv4/vs/expire_quiescent_template",
            "net/ipv4/vs/conn_reuse_mode");

    @TempDir
    private Path settings;

    @Override
    protected Kernel emptyKernel() {
        MemoryKernel memory = new MemoryKernel();
        NodeSettings nodeSettings = new NodeSettings(new Sysctl(writeSettings()), FormerValues.inMemory());
        NetlinkKernel kernel =
                new NetlinkKernel(memory::transport, nodeSettings, KernelObserver.NONE, Workers.unobserved());
        kernel.prepare();
        return kernel;
    }

    private Path writeSettings() {
        try {
            for (String setting : SETTINGS) {
                Path file = settings.resolve(setting);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "1\n");
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
