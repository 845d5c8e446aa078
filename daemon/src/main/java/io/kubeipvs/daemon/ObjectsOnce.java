package io.kubeipvs.daemon;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigInForce;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.k8s.api.RequestObserver;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.kernel.links.NodeAddresses;
import io.kubeipvs.daemon.kernel.links.NodeListeners;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The objects of a command's source and this node, read once as a run reads them. Changes nothing. For one use. */
final class ObjectsOnce {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a source may fail until it counts as one that stays away. */
    private static final Duration FAILING = Duration.ofSeconds(3);

    private static final long PAUSE_MILLIS = 20;

    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private final Workers workers = Workers.unobserved();
    private final ConfigInForce inForce;
    private final ServiceRanges ranges;
    private volatile NodeView node = NodeView.UNKNOWN;

    ObjectsOnce(ConfigOptions.Reading reading) {
        this.inForce = new ConfigInForce(reading.content());
        this.ranges = new ServiceRanges(inForce::setClusterRanges);
    }

    /** The configuration, with the ranges that the cluster has. */
    Config config() {
        return inForce.current();
    }

    /**
     * Reads them.
     *
     * @return a proxy that knows the node, and has had no round
     * @throws CommandException when they cannot be read
     */
    NodeProxy read() throws CommandException, InterruptedException {
        try {
            readAll();
        } catch (StartException e) {
            throw new CommandException(ExitStatus.FAILED, e.getMessage(), e);
        } catch (KernelUnavailableException e) {
            throw new CommandException(ExitStatus.FAILED, e.problem().toString(), e);
        }
        NodeProxy proxy =
                new NodeProxy(tracker, config().settings(), config().pace().syncPeriod());
        proxy.changeNode(node);
        return proxy;
    }

    private void readAll() throws StartException, CommandException, InterruptedException {
        Config config = config();
        ThisNode thisNode =
                new ThisNode(NodePreparation.nodeName(config), config.node().givenAddress(), view -> node = view);
        Receivers receivers =
                new Receivers(tracker, thisNode, ranges, config.source().onlyThisNode());
        try (ClusterConnection cluster = new ClusterConnection(config.source());
                NodeAddresses addresses = new NodeAddresses(thisNode::setAddresses);
                NodeListeners listeners = new NodeListeners(thisNode::setListeners)) {
            cluster.open(receivers, new RejectedObjects(EventRecorder.NONE), RequestObserver.NONE, WatchObserver.NONE);
            listeners.start(workers);
            addresses.start(workers);
            cluster.start(workers);
            await(cluster);
        }
    }

    private void await(ClusterConnection cluster) throws CommandException, InterruptedException {
        Instant deadline = clock.instant().plus(PATIENCE);
        Instant failing = Instant.MAX;
        while (!isReady()) {
            Instant now = clock.instant();
            List<Problem> failures = cluster.failures();
            Instant begun = failing.isBefore(now) ? failing : now;
            failing = failures.isEmpty() ? Instant.MAX : begun;
            if (now.isAfter(deadline) || now.minus(FAILING).isAfter(failing)) {
                throw new CommandException(ExitStatus.FAILED, "the objects cannot be read: " + causes(failures));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean isReady() {
        return tracker.isComplete() && ranges.isSettled() && node.isKnown();
    }

    private static String causes(List<Problem> failures) {
        return failures.isEmpty()
                ? "they were not listed in " + PATIENCE.toSeconds() + " s"
                : failures.stream().map(Problem::toString).distinct().collect(Collectors.joining("; "));
    }
}
