package io.kubeipvs.it.dnat;

import static org.assertj.core.api.Assertions.fail;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelReaderContract;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.NetlinkReader;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.ReaderInNamespace;
import org.junit.jupiter.api.AfterEach;

/** The reader of a kernel without IPVS keeps the contract of all readers. */
class DnatReaderNativeIT extends KernelReaderContract {
    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private final NetlinkKernel kernel = KernelsWithoutIpvs.kernel();
    private final NetlinkReader reader =
            new NetlinkReader(DataPath.NFTABLES, KernelObserver.NONE, new TableGenerations(), incorrect -> fail());

    @Override
    protected World world() {
        Kernel inNamespace = new KernelInNamespace(namespace, kernel);
        inNamespace.prepare();
        return new World() {
            @Override
            public Kernel kernel() {
                return inNamespace;
            }

            @Override
            public KernelReader reader() {
                return new ReaderInNamespace(namespace, reader);
            }

            @Override
            public void flushTables() {
                namespace.run("nft", "flush", "ruleset");
            }
        };
    }

    @AfterEach
    void close() {
        reader.close();
        kernel.close();
        namespace.close();
    }
}
