package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.CapturedLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowRoundsTest {
    private final AtomicLong wall = new AtomicLong();
    private final AtomicLong processor = new AtomicLong();
    private final AtomicLong collection = new AtomicLong();
    private final Kernel kernel = new Kernel() {
        private final FakeKernel fake = new FakeKernel();

        @Override
        public Preparation prepare() {
            pass(700, 100);
            return fake.prepare();
        }

        @Override
        public KernelState observe() {
            return fake.observe();
        }

        @Override
        public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
            return fake.connections(virtualServer);
        }

        @Override
        public boolean has(Scheduler scheduler) {
            return true;
        }

        @Override
        public List<Outcome> apply(List<KernelOp> operations) {
            return fake.apply(operations);
        }
    };
    private final SlowRounds rounds =
            new SlowRounds(kernel, new SlowRounds.Clocks(wall::get, processor::get, collection::get));

    @Test
    void theKernelsAnswersAreNamed() {
        try (CapturedLog log = new CapturedLog()) {
            rounds.begin();
            pass(10, 10);
            rounds.prepare();
            rounds.observe();
            rounds.prepare();
            rounds.end();
            assertThat(log.lines("round_slow"))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "round_slow took_ms=1410 kernel_ms=1200 processor_ms=210 other_ms=0 collection_ms=0"
                                    + " longest_call=\"prepare\" longest_ms=700 unwritten=0 cause=\"the kernel answered late\"");
        }
    }

    @Test
    void computingAndHavingNoProcessorAreTwoThings() {
        assertThat(lineOf(2000, 1900, 0)).endsWith("cause=\"the round had much to compute\"");
        assertThat(lineOf(70_000, 500, 100))
                .contains("other_ms=69500")
                .endsWith("cause=\"the thread got no processor\"");
        assertThat(lineOf(2000, 100, 1800)).contains("collection_ms=1800").endsWith("cause=\"garbage was collected\"");
    }

    @Test
    void aQuickRoundIsSilentAndASlowOneIsLoggedOnceAMinute() {
        try (CapturedLog log = new CapturedLog()) {
            slowRound(999, 0, 0);
            assertThat(log.lines()).isEmpty();
            slowRound(1000, 0, 0);
            slowRound(2000, 0, 0);
            slowRound(3000, 0, 0);
            assertThat(log.lines("round_slow")).hasSize(1);
            pass(60_000, 0);
            slowRound(4000, 0, 0);
            assertThat(log.lines("round_slow")).hasSize(2).last().asString().contains("took_ms=4000", "unwritten=2");
        }
    }

    private String lineOf(long took, long onProcessor, long collected) {
        pass(60_000, 0);
        try (CapturedLog log = new CapturedLog()) {
            slowRound(took, onProcessor, collected);
            return log.lines("round_slow").get(0);
        }
    }

    private void slowRound(long took, long onProcessor, long collected) {
        rounds.begin();
        pass(took, onProcessor);
        collection.addAndGet(TimeUnit.MILLISECONDS.toNanos(collected));
        rounds.end();
    }

    private void pass(long millis, long onProcessor) {
        wall.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        processor.addAndGet(TimeUnit.MILLISECONDS.toNanos(onProcessor));
    }
}
