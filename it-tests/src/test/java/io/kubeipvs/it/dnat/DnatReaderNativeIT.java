package io.kubeipvs.it.dnat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelReaderContract;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.NetlinkReader;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.ReaderInNamespace;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reader of a kernel without IPVS keeps the contract of all readers. */
class DnatReaderNativeIT extends KernelReaderContract {
    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private final NetlinkKernel kernel = KernelsWithoutIpvs.kernel();
    private final AtomicInteger messages = new AtomicInteger();
    private final NetlinkReader reader = new NetlinkReader(
            kernel.serversSource(),
            new KernelObserver() {
                @Override
                public void sent(Subsystem subsystem, int count) {
                    messages.addAndGet(count);
                }
            },
            new TableGenerations(),
            incorrect -> fail());

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

    @Test
    void whatOnlyThisProgramChangesIsNotReadAgain() throws Exception {
        World world = world();
        for (int port = 1; port <= 20; port++) {
            VirtualServer.Key key = new VirtualServer.Key(Ip.parse("10.96.0.1"), port, Protocol.TCP);
            world.kernel().apply(List.of(new IpvsOp.AddVirtualServer(new VirtualServer(key, "rr", 0, 0))));
            int before = messages.get();
            assertThat(world.reader().virtualServers()).hasSize(port).containsKey(key);
            assertThat(messages.get() - before).as("the generation alone").isEqualTo(1);
        }
        namespace.run("nft", "delete element ip kube-ipvs-dnat choices { tcp . 10.96.0.1 . 7 }");
        assertThat(world.reader().virtualServers())
                .as("another program's change is read")
                .hasSize(19);
    }

    @AfterEach
    void close() {
        reader.close();
        kernel.close();
        namespace.close();
    }
}
