package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.audit.Finding;
import io.kubeipvs.core.audit.Reading;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AuditReaderTest {
    private static final Ip VIP = Ip.parse("10.96.0.1");
    private static final Workers.Timing QUICK =
            new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1));

    private final FakeKernel kernel = new FakeKernel();
    private final FaultyReader faulty = new FaultyReader(kernel);
    private final Semaphore results = new Semaphore(0);
    private final AuditReader reader = new AuditReader(faulty, results::release);

    @BeforeEach
    void start() {
        kernel.apply(List.of(new VipOp.BindVip(VIP)));
        reader.start(new Workers(WorkerObserver.NONE, QUICK, () -> {}));
    }

    @Test
    void aResultIsTakenOnce() throws Exception {
        assertThat(reader.takeResult()).isEmpty();
        assertReads();
        assertThat(reader.takeResult()).isEmpty();
    }

    @Test
    void aReadingThatFailsGivesTheProblemAndTheNextOneWorks() throws Exception {
        Problem problem = new Problem("no memory", "add memory");
        faulty.fail(new KernelUnavailableException(problem, null));
        AuditReader.Result result = resultOf(new Reading.Vips());
        assertThat(result.finding()).isEmpty();
        assertThat(result.problem()).contains(problem);
        faulty.work();
        assertReads();
    }

    @Test
    void aReadingThatEndsTheThreadGivesAProblemAndTheNextOneWorks() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            faulty.fail(new IllegalStateException("odd"));
            AuditReader.Result result = resultOf(new Reading.Vips());
            assertThat(result.finding()).isEmpty();
            assertThat(result.problem()).contains(Problem.of("the thread that reads the kernel failed"));
            faulty.work();
            assertReads();
            assertThat(log.lines("worker_failed worker=\"audit\" cause=\"java.lang.IllegalStateException: odd\""))
                    .hasSize(1);
        }
    }

    private void assertReads() throws InterruptedException {
        AuditReader.Result result = resultOf(new Reading.Vips());
        assertThat(result.finding()).contains(new Finding.Vips(Set.of(VIP)));
        assertThat(result.problem()).isEmpty();
    }

    private AuditReader.Result resultOf(Reading reading) throws InterruptedException {
        reader.order(reading);
        results.acquire();
        return reader.takeResult().orElseThrow();
    }
}
