package io.kubeipvs.daemon.kernel;

import com.sun.management.ThreadMXBean;
import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.audit.Finding;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.watch.TableGenerations;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.DelegatingTransport;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Transport;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The program's tracker, core and kernel adapters over a kernel in memory, without threads and clock. It counts what a
 * change costs: system calls at the transport, netlink messages, and bytes allocated outside the kernel.
 */
final class MeteredProxy implements AutoCloseable {
    static final int ENDPOINTS = 5;
    /** Longer than a test. */
    private static final Duration PERIOD = Duration.ofDays(365);

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final MemoryKernel memory = new MemoryKernel();
    private final NetlinkKernel kernel = new NetlinkKernel(
            protocol -> new Meter(memory.transport(protocol)),
            () -> Preparation.CLEAN,
            FilterTuning.DEFAULT,
            KernelObserver.NONE,
            Workers.unobserved());
    private final NetlinkReader reader = new NetlinkReader(
            protocol -> new Meter(memory.transport(protocol)),
            KernelObserver.NONE,
            new TableGenerations(),
            incorrect -> {});
    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private final NodeProxy proxy = new NodeProxy(tracker, Settings.DEFAULT, PERIOD);
    private Instant now = Instant.EPOCH;
    private long systemCalls;
    private long allocatedByKernel;

    /**
     * The cost of something.
     *
     * @param systemCalls sends and receives
     * @param messages netlink messages sent
     * @param writes those of them that ask for a change
     * @param bytes allocated by this thread, without the kernel
     */
    record Cost(long systemCalls, long messages, long writes, long bytes) {
        private Cost minus(Cost before) {
            return new Cost(
                    systemCalls - before.systemCalls,
                    messages - before.messages,
                    writes - before.writes,
                    bytes - before.bytes);
        }
    }

    /** All Services are programmed. */
    MeteredProxy(int services) {
        List<ServiceSpec> specs = new ArrayList<>();
        List<SliceSpec> slices = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            Given given = given(i, 1);
            specs.add(given.spec());
            slices.addAll(given.view().slices());
        }
        tracker.relistSlices(slices);
        tracker.relistServices(specs);
        proxy.changeNode(NODE);
        settle();
    }

    /** A Service whose first endpoint has an address that depends on the revision. */
    private static Given given(int service, int revision) {
        String low = "." + service / 250 + "." + (service % 250 + 1);
        return Given.service("web-" + service, "10.96" + low)
                .endpoints("10." + revision + low, "10.200" + low, "10.201" + low, "10.202" + low, "10.203" + low);
    }

    MemoryKernel.Counts counts() {
        return memory.counts();
    }

    /** Replaces the first endpoint of a Service, in one round; the replaced server drains afterwards. */
    Cost change(int service, int revision) {
        Cost before = spent();
        given(service, revision).view().slices().forEach(tracker::putSlice);
        round();
        return spent().minus(before);
    }

    /** Rounds until nothing drains. */
    Cost settle() {
        Cost before = spent();
        do {
            now = now.plus(PAUSE);
        } while (round() || proxy.next().isBefore(now.plus(PERIOD.dividedBy(2))));
        return spent().minus(before);
    }

    /** One pass of the audit, and a round. Fails if the audit finds a difference, or the round has something to do. */
    Cost pass() {
        Cost before = spent();
        now = now.plus(PERIOD);
        long passes = proxy.auditing().audit().passes();
        while (proxy.auditing().audit().passes() == passes) {
            Finding finding = proxy.auditing().takeReading(now).orElseThrow().read(reader);
            if (proxy.auditing().found(finding, now)) {
                throw new IllegalStateException("a difference: " + finding);
            }
        }
        RoundReport report = proxy.round(kernel, now);
        if (report.failure().isPresent() || !report.applied().results().isEmpty()) {
            throw new IllegalStateException(report.toString());
        }
        return spent().minus(before);
    }

    /** Returns whether another one is due at once. */
    private boolean round() {
        proxy.takeChanged();
        RoundReport report = proxy.round(kernel, now);
        if (report.failure().isPresent() || !report.applied().failures().isEmpty()) {
            throw new IllegalStateException(report.toString());
        }
        return proxy.schedule(report, now);
    }

    private Cost spent() {
        MemoryKernel.Counts counts = memory.counts();
        return new Cost(systemCalls, counts.messages(), counts.writes(), allocated() - allocatedByKernel);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Override
    public void close() {
        kernel.close();
        reader.close();
    }

    /** Counts calls of a transport, and what the kernel behind it allocates. */
    private final class Meter extends DelegatingTransport {
        Meter(Transport transport) {
            super(transport);
        }

        @Override
        public void send(ByteBuffer datagram) throws NetlinkException {
            long before = allocated();
            super.send(datagram);
            systemCalls++;
            allocatedByKernel += allocated() - before;
        }

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
            long before = allocated();
            try {
                return super.receive(into, timeoutMillis);
            } finally {
                systemCalls++;
                allocatedByKernel += allocated() - before;
            }
        }
    }
}
