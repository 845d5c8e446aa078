package io.kubeipvs.daemon.kernel.flows;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowDeletion;
import io.kubeipvs.netlink.conntrack.FlowFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what conntrack remembers of flows that lead to real servers that are gone, on a thread of its own: a UDP
 * client with a fixed source port would be led there as long as it sends. What is queued meanwhile shares one listing of
 * each family and protocol.
 */
public final class FlowForgetter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowForgetter.class);
    /** More than one listing takes; only a thread that the kernel does not answer gets here. */
    static final int MOST_QUEUED = 10_000;

    private static final int ATTEMPTS = 4;
    private static final long PAUSE_MILLIS = 500;
    private static final Duration LONGEST_END = Duration.ofSeconds(2);
    private static final Duration END_PAUSE = Duration.ofMillis(5);

    private final ConntrackClient client;
    private final long pauseMillis;
    private final BlockingQueue<FlowOp.ForgetFlows> queue = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final Listener listener;
    private final Worker worker;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean broken;
    private volatile Optional<Problem> problem = Optional.empty();

    /** Receives what was deleted, on the thread of this. */
    public interface Listener {
        void forgot(io.kubeipvs.core.model.Family family, int flows, Duration took);
    }

    /**
     * @param client closed with this
     * @param listener receives the number of deleted flows
     * @param workers start and supervise the thread
     */
    public FlowForgetter(ConntrackClient client, Listener listener, Workers workers) {
        this(client, listener, PAUSE_MILLIS, workers);
    }

    FlowForgetter(ConntrackClient client, Listener listener, long pauseMillis, Workers workers) {
        this.client = client;
        this.listener = listener;
        this.pauseMillis = pauseMillis;
        this.worker = workers.start("flow-forgetter", this::run);
    }

    /** Returns at once. */
    public void forget(FlowOp.ForgetFlows flows) {
        unfinished.incrementAndGet();
        if (!queue.offer(flows)) {
            unfinished.decrementAndGet();
            omitted();
        }
    }

    /** The audit finds the flows later. */
    private void omitted() {
        if (!broken) {
            broken = true;
            LOG.warn(
                    "flows_not_forgotten cause=\"{} removed real servers wait already\" effect=\"UDP clients of real"
                            + " servers that are gone get no answer until the audit finds their flows\"",
                    MOST_QUEUED);
        }
    }

    /** Whether it gave up: another one may {@link #continueFrom continue} with better luck. */
    public boolean isBroken() {
        return broken;
    }

    /** Closes a broken one, and takes over what it left. */
    public void continueFrom(FlowForgetter former) throws NetlinkException {
        former.close();
        problem = former.problem;
        List<FlowOp.ForgetFlows> left = new ArrayList<>();
        former.queue.drainTo(left);
        left.forEach(this::forget);
    }

    /** Why flows are not deleted now; empty = they are. Safe to call from any thread. */
    public List<Problem> problems() {
        return problem.stream().toList();
    }

    private void run() throws InterruptedException {
        while (!closed) {
            List<FlowOp.ForgetFlows> batch = new ArrayList<>();
            batch.add(queue.take());
            queue.drainTo(batch);
            try {
                forgetAll(batch);
            } finally {
                unfinished.addAndGet(-batch.size());
            }
        }
    }

    private void forgetAll(List<FlowOp.ForgetFlows> batch) throws InterruptedException {
        RemovedServers gone = new RemovedServers(batch);
        for (Family family : gone.families()) {
            for (int attempt = 1; !closed && !isForgotten(family, gone); attempt++) {
                if (attempt == ATTEMPTS) {
                    batch.forEach(queue::offer);
                    broken = true;
                    new CountDownLatch(1).await(); // the one that continues stops this
                }
                Thread.sleep(pauseMillis);
            }
        }
        problem = Optional.empty();
    }

    private boolean isForgotten(Family family, RemovedServers gone) {
        String failure;
        try {
            failure = forget(family, gone);
        } catch (NetlinkException e) {
            failure = e.getMessage();
        }
        boolean isForgotten = failure.isEmpty() || closed;
        if (!isForgotten) {
            report(family, failure);
        }
        return isForgotten;
    }

    private void report(Family family, String failure) {
        Optional<Problem> next = Optional.of(
                new Problem("conntrack does not forget flows of removed real servers: " + failure, "kube-ipvs check"));
        if (!next.equals(problem)) {
            problem = next;
            LOG.warn(
                    "flows_not_forgotten_will_retry family={} cause=\"{}\" effect=\"UDP clients of real servers that are"
                            + " gone get no answer until then\" fix=\"kube-ipvs check\"",
                    family,
                    failure);
        }
    }

    /** Returns what went wrong, "" = nothing. */
    private String forget(Family family, RemovedServers gone) throws NetlinkException {
        long begun = System.nanoTime();
        List<FlowDeletion> deletions = new ArrayList<>();
        for (Protocol protocol : gone.protocols(family)) {
            FlowFilter some = FlowFilter.ALL.of(family).protocol(protocol.number());
            deletions.addAll(client.flows(
                    some, flow -> Optional.of(flow).filter(gone::isLedThere).map(Flow::deletion)));
        }
        Count count = new Count();
        for (BatchResult result : client.delete(deletions)) {
            result.on(count);
        }
        listener.forgot(
                family == Family.V4 ? io.kubeipvs.core.model.Family.IPV4 : io.kubeipvs.core.model.Family.IPV6,
                count.forgotten,
                Duration.ofNanos(System.nanoTime() - begun));
        return String.join(", ", count.failures);
    }

    /** A flow that is gone already is forgotten as well. */
    private static final class Count implements BatchResult.Cases<Void> {
        private final Set<String> failures = new TreeSet<>();
        private int forgotten;

        @Override
        public Void accepted(BatchResult.Accepted accepted) {
            forgotten++;
            return null;
        }

        @Override
        public Void refused(BatchResult.Refused refused) {
            if (!refused.refusal().errno().equals(Errno.ENOENT)) {
                failures.add(refused.refusal().errno().toString());
            }
            return null;
        }

        @Override
        public Void unknown(BatchResult.Unknown unknown) {
            failures.add(unknown.reason());
            return null;
        }
    }

    /** Finishes what is queued, for a limited time. The next start of the program looks for the rest. */
    @Override
    public void close() throws NetlinkException {
        long deadline = System.nanoTime() + LONGEST_END.toNanos();
        while (unfinished.get() > 0 && !broken && System.nanoTime() < deadline) {
            LockSupport.parkNanos(END_PAUSE.toNanos());
        }
        closed = true;
        worker.stop();
        client.close();
    }
}
