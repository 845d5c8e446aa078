package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.bench.memory.MemoryKernel;
import org.junit.jupiter.api.Test;

/** The cost of one pass of the audit over an unchanged kernel. */
class AuditCostTest {
    private static final int SERVICES = 5000;
    private static final long MOST_BYTES_AN_OBJECT = 4 * 1024;

    @Test
    void aPassOverAnUnchangedKernelPlansNothingAndWritesNothing() {
        try (MeteredProxy proxy = new MeteredProxy(SERVICES)) {
            proxy.pass(); // opens the reader's sockets
            MeteredProxy.Cost pass = proxy.pass();

            assertThat(pass.writes()).isZero();
            assertThat(pass.messages()).isGreaterThanOrEqualTo(SERVICES);
            MemoryKernel.Counts counts = proxy.counts();
            long objects =
                    counts.virtualServers() + counts.realServers() + counts.addresses() + (long) counts.services();
            assertThat(objects).isGreaterThanOrEqualTo(SERVICES * (3L + MeteredProxy.ENDPOINTS));
            assertThat(pass.bytes() / objects).isLessThan(MOST_BYTES_AN_OBJECT);
        }
    }
}
