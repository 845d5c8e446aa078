package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the loop handles drift, refusals, an unreachable kernel and draining servers. */
class SyncLoopRepairTest extends SyncLoopHarness {
    @Test
    void theAuditRepairsDrift() throws Exception {
        start(kernel, Duration.ofMillis(50));
        list(web());
        nextBusy();
        synchronized (kernel) {
            kernel.apply(List.of(new VipOp.UnbindVip(WEB.vip())));
        }
        assertThat(nextBusy().results())
                .extracting(result -> (Object) result.op())
                .containsExactly(new VipOp.BindVip(WEB.vip()));
    }

    /** The link is removed after its addresses, and so it is announced after them. */
    @Test
    void theLinkIsPreparedBeforeAddressesAreBoundOfWhichAllAreGone() throws Exception {
        start(kernel, Duration.ofHours(1));
        list(web());
        nextBusy();
        int before = kernel.preparations();
        synchronized (kernel) {
            kernel.apply(List.of(new VipOp.UnbindVip(WEB.vip())));
            kernel.setFault(op -> op instanceof VipOp.BindVip && kernel.preparations() == before
                    ? new Outcome.Lost("ENODEV, the link is gone")
                    : null);
        }
        foreign.vip(WEB.vip(), false);
        SyncReport report = nextBusy();
        assertThat(report.round().applied().failures()).isEmpty();
        assertThat(report.results())
                .extracting(result -> (Object) result.op())
                .containsExactly(new VipOp.BindVip(WEB.vip()));
        assertThat(kernel.observe().vips()).containsExactly(WEB.vip());
    }

    @Test
    void anAuditThatFailsIsLoggedOnceAndGoesOnLater() throws Exception {
        FaultyReader faulty = new FaultyReader(kernel);
        kernelReader = faulty;
        faulty.fail(new KernelUnavailableException("no memory", null));
        try (CapturedLog log = new CapturedLog()) {
            start(kernel, Duration.ofMillis(50));
            list(web());
            nextBusy();
            synchronized (kernel) {
                kernel.apply(List.of(new VipOp.UnbindVip(WEB.vip())));
            }
            Await.until(() -> assertThat(faulty.failures()).isGreaterThan(2));
            assertThat(log.lines("audit_failed_will_retry cause=\"no memory\"")).hasSize(1);
            assertThat(unreachable).as("rounds that failed").hasValue(0);
            faulty.work();
            assertThat(nextBusy().results())
                    .extracting(result -> (Object) result.op())
                    .containsExactly(new VipOp.BindVip(WEB.vip()));
        }
    }

    @Test
    void aRefusedOperationIsRetried() throws Exception {
        AtomicInteger refusals = new AtomicInteger(1);
        kernel.setFault(op -> op instanceof IpvsOp.AddVirtualServer && refusals.getAndDecrement() > 0
                ? new Outcome.Refused("ENOMEM", "no memory")
                : null);
        start(kernel, Duration.ofHours(1));
        list(web());
        assertThat(nextBusy().round().applied().failures())
                .extracting(failure -> failure.op().toString())
                .containsExactly("add virtual server TCP 10.96.0.1:80 rr", "bind VIP 10.96.0.1");
        assertThat(nextBusy().round().applied().failures()).isEmpty();
        assertThat(kernel.observe().vips()).containsExactly(WEB.vip());
    }

    @Test
    void anUnreachableKernelIsRetried() throws Exception {
        AtomicInteger failures = new AtomicInteger(2); // once before the first round, and once in it
        start(
                new Kernel() {
                    @Override
                    public Preparation prepare() {
                        return kernel.prepare();
                    }

                    @Override
                    public KernelState observe() {
                        if (failures.getAndDecrement() > 0) {
                            throw new KernelUnavailableException("away", null);
                        }
                        return kernel.observe();
                    }

                    @Override
                    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
                        return kernel.connections(virtualServer);
                    }

                    @Override
                    public boolean has(Scheduler scheduler) {
                        return true;
                    }

                    @Override
                    public List<Outcome> apply(List<KernelOp> operations) {
                        return kernel.apply(operations);
                    }
                },
                Duration.ofHours(1));
        list(web());
        assertThat(nextBusy().round().applied().failures()).isEmpty();
        assertThat(unreachable).hasValue(1);
        assertThat(kernel.preparations()).as("prepared before each reading").isEqualTo(2 - failures.get());
        assertThat(kernel.observe().vips()).containsExactly(WEB.vip());
    }

    @Test
    void aRemovedServerIsDroppedSoonAfterItsLastConnection() throws Exception {
        start(kernel, Duration.ofHours(1));
        loop.changeNode(NODE);
        tracker.relistSlices(List.of(slice(POD)));
        tracker.relistServices(List.of(web()));
        nextBusy();
        Connection connection = new Connection(WEB, POD);
        synchronized (kernel) {
            kernel.connect(connection);
        }
        tracker.putSlice(slice());
        assertThat(nextBusy().round().state().draining()).isEqualTo(1);
        assertThat(next().round().state().draining()).isEqualTo(1); // counted, and found the connection
        synchronized (kernel) {
            kernel.disconnect(connection);
        }
        SyncReport report = nextBusy();
        assertThat(report.results())
                .extracting(result -> (Object) result.op())
                .containsExactly(new IpvsOp.DropRealServer(WEB, POD));
        assertThat(report.round().state().draining()).isZero();
    }
}
