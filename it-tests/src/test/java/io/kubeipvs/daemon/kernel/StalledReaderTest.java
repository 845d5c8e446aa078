package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.daemon.sync.AuditObserver;
import io.kubeipvs.daemon.sync.AuditReader;
import io.kubeipvs.daemon.sync.ForeignChanges;
import io.kubeipvs.daemon.sync.Memory;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.sync.Trigger;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.DelegatingTransport;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change goes through while the audit's reader gets no answer in the middle of a pass. */
class StalledReaderTest {
    private static final int SERVICES = 200;
    private static final int ANSWERS_BEFORE_THE_STALL = 50;
    private static final int MESSAGES_OF_A_CHANGE = 2;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));
    private static final Config CONFIG =
            Config.DEFAULT.with(config -> config.pace(pace -> pace.withSyncPeriod(PERIOD)));

    private final MemoryKernel memory = new MemoryKernel();
    private final NetlinkKernel kernel = new NetlinkKernel(
            memory::transport,
            () -> Preparation.CLEAN,
            FilterTuning.DEFAULT,
            KernelObserver.NONE,
            Workers.unobserved());
    private final Trigger trigger = new Trigger();
    private final ChangeTracker tracker = new ChangeTracker(trigger::poke);
    private final AtomicInteger answers = new AtomicInteger();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicLong passes = new AtomicLong();
    private final Thread thread = new Thread(this::run, "sync");
    private SyncLoop loop;

    @BeforeEach
    void programAllServices() throws Exception {
        NetlinkReader reader =
                new NetlinkReader(this::stalling, KernelObserver.NONE, new TableGenerations(), incorrect -> {});
        AuditReader audit = new AuditReader(reader, trigger::wake);
        AuditObserver observer = progress -> passes.set(progress.passes());
        loop = new SyncLoop(
                new SyncLoop.Parts(
                        new NodeProxy(tracker, Settings.DEFAULT, PERIOD),
                        kernel,
                        trigger,
                        new SyncLoop.Audit(audit, new ForeignChanges(trigger::wake), observer),
                        Memory.NONE),
                () -> CONFIG,
                tuning -> {},
                MonotonicClock.SYSTEM,
                List.of());
        audit.start(Workers.unobserved());
        thread.start();
        List<Given> all = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            all.add(given(i, "10.1.0."));
        }
        tracker.relistSlices(
                all.stream().flatMap(given -> given.view().slices().stream()).toList());
        tracker.relistServices(all.stream().map(Given::spec).toList());
        loop.changeNode(NODE);
        Await.equal(SERVICES, () -> memory.counts().addresses());
    }

    private static Given given(int service, String net) {
        return Given.service("web-" + service, "10.96.0." + (service + 1)).endpoints(net + (service + 1));
    }

    @AfterEach
    void end() throws Exception {
        released.countDown();
        trigger.close();
        thread.join();
        kernel.close();
    }

    private void run() {
        try {
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aChangeGoesThroughAndIsNotUndoneByWhatWasReadBefore() throws Exception {
        stalled.await();
        long before = memory.counts().writes();
        for (int i = 0; i < SERVICES; i++) {
            given(i, "10.2.0.").view().slices().forEach(tracker::putSlice);
        }

        // Not their number: old servers without connections are removed after 100 ms.
        Await.until(() ->
                assertThat(memory.counts().writes() - before).isGreaterThanOrEqualTo(SERVICES * MESSAGES_OF_A_CHANGE));
        assertThat(released.getCount()).as("the reader still has no answer").isEqualTo(1);

        long passesBefore = passes.get();
        released.countDown();
        Await.until(() -> assertThat(passes.get()).isGreaterThan(passesBefore + 1));
        // The old servers drain: without connections they are removed, which is one message each.
        Await.equal(SERVICES, () -> memory.counts().realServers());
        assertThat(memory.counts().writes() - before).isEqualTo(SERVICES * (MESSAGES_OF_A_CHANGE + 1L));
    }

    /** A transport whose answers stop in the middle of a pass, until they are released. */
    private Transport stalling(NetlinkProtocol protocol) {
        return new Stalling(memory.transport(protocol));
    }

    private final class Stalling extends DelegatingTransport {
        Stalling(Transport transport) {
            super(transport);
        }

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
            int sender = super.receive(into, timeoutMillis);
            if (answers.incrementAndGet() == ANSWERS_BEFORE_THE_STALL) {
                stalled.countDown();
                awaitRelease();
            }
            return sender;
        }

        private void awaitRelease() {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
