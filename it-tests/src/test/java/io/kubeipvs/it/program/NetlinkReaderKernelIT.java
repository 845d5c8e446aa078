package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelReaderContract;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.NetlinkReader;
import io.kubeipvs.daemon.kernel.filter.FilterReading;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.daemon.kernel.watch.TableWatch;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.it.support.KernelInNamespace;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.ReaderInNamespace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit's way to the real kernel keeps the contract that the fake one is held to. */
class NetlinkReaderKernelIT extends KernelReaderContract {
    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private final NetlinkKernel kernel = new NetlinkKernel();
    private final Kernel inNamespace = new KernelInNamespace(namespace, kernel);
    private final TableGenerations generations = new TableGenerations();
    private final List<FilterReading> incorrect = new CopyOnWriteArrayList<>();
    private final NetlinkReader ofKernel = new NetlinkReader(KernelObserver.NONE, generations, incorrect::add);
    private final KernelReader reader = new ReaderInNamespace(namespace, ofKernel);

    @Override
    protected World world() {
        inNamespace.prepare();
        return new World() {
            @Override
            public Kernel kernel() {
                return inNamespace;
            }

            @Override
            public KernelReader reader() {
                return reader;
            }

            @Override
            public void flushTables() {
                namespace.run("nft", "flush", "ruleset");
            }
        };
    }

    @AfterEach
    void close() {
        ofKernel.close();
        kernel.close();
        namespace.close();
        assertThat(incorrect).isEmpty();
    }

    @Test
    void whileAllTransactionsAreAnnouncedOnlyThoseOfOthersMakeItRead() throws Exception {
        world();
        try (TableWatch watch = new TableWatch(kernel::isOwn, generations, () -> {}, () -> {})) {
            namespace.call(() -> {
                watch.start(Workers.unobserved());
                return null;
            });
            assertThat(reader.filter()).isEqualTo(FilterState.EMPTY);
            program(inNamespace);
            assertThat(reader.filterIfChanged()).as("our own changes").isEmpty();
            namespace.run("nft", "add", "table", "ip", "other");
            assertThat(reader.filterIfChanged()).as("another program's table").isEmpty();
            assertThat(reader.filter()).isEqualTo(programmedFilter());
        }
        namespace.run("nft", "flush", "ruleset");
        assertThat(reader.filterIfChanged()).contains(FilterState.EMPTY);
    }

    @Test
    void readingAnUnpreparedNodeFindsNothingAndCreatesNothing() {
        assertThat(KernelState.of(List.of(), reader.vips(), reader.filter()))
                .isEqualTo(KernelState.of(List.of(), List.of()));
        assertThat(reader.virtualServers()).isEmpty();
        assertThat(namespace.run("ip", "-br", "link")).doesNotContain("kube-ipvs0");
        assertThat(namespace.run("nft", "list", "tables")).isEmpty();
    }
}
