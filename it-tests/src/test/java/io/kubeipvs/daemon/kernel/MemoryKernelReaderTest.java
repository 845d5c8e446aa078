package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelReaderContract;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit's way to the kernel keeps the contract of readers over the kernel in memory. */
class MemoryKernelReaderTest extends KernelReaderContract {
    private final MemoryKernel memory = new MemoryKernel();
    private final NetlinkKernel kernel = MemoryKernels.over(memory);
    private boolean isRefusing;
    private final NetlinkReader reader =
            new NetlinkReader(this::open, KernelObserver.NONE, new TableGenerations(), incorrect -> fail());

    @Override
    protected World world() {
        kernel.prepare();
        return new World() {
            @Override
            public Kernel kernel() {
                return kernel;
            }

            @Override
            public KernelReader reader() {
                return reader;
            }

            @Override
            public void flushTables() {
                memory.loseTables();
            }
        };
    }

    private Transport open(NetlinkProtocol protocol) throws NetlinkException {
        if (isRefusing) {
            throw new NetlinkException("no memory");
        }
        return memory.transport(protocol);
    }

    @AfterEach
    void close() {
        reader.close();
        kernel.close();
    }

    @Test
    void whileNothingFollowsTransactionsOurOwnAreReadToo() {
        world();
        assertThat(reader.filter()).isEqualTo(FilterState.EMPTY);
        assertThat(reader.filterIfChanged()).as("nothing happened").isEmpty();
        program(kernel);
        assertThat(reader.filterIfChanged()).contains(programmedFilter());
        assertThat(reader.filterIfChanged()).as("nothing happened since").isEmpty();
    }

    @Test
    void aKernelThatDoesNotAnswerIsAProblemAndIsReadAgainLater() {
        program(world().kernel());
        isRefusing = true;
        assertThatThrownBy(reader::vips)
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessage("no memory");
        isRefusing = false;
        assertThat(reader.vips()).hasSize(2);
    }
}
