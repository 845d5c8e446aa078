package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.ServiceSpec;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A change of the node, and which Services it can concern. A change of the Node object, for instance its zone, concerns all
 * Services. An address that the node gets or loses concerns the Services that request it, have node ports there, or admit
 * it as a source; labels concern those that choose their nodes, and addresses of nodes those with health checks. Some container networks add an address with each pod. A
 * change of the ports on which processes of the node wait for clients concerns Services that request an address of the node
 * as an external one. That the node is to be deleted, a change of
 * links only, and other nodes that are lost concern no Service.
 */
public final class NodeChange {
    private final boolean isOtherObject;
    private final boolean areLabelsOther;
    private final boolean areNodePortsMoved;
    private final boolean areListenersOther;
    private final NodeView after;
    private final Set<Ip> moved;
    private final Set<Ip> movedOfOthers;
    private final boolean isCheckTargetMoved;

    /** @param nodePorts the node's addresses that have node ports */
    public NodeChange(NodeView before, NodeView after, NodePortAddresses nodePorts) {
        isOtherObject =
                !decisive(before).equals(decisive(after)) || !before.weights().equals(after.weights());
        areLabelsOther = !before.node().labels().equals(after.node().labels());
        areNodePortsMoved = !nodePorts.of(before).equals(nodePorts.of(after));
        areListenersOther = !before.listeners().equals(after.listeners());
        this.after = after;
        moved = difference(before.addresses(), after.addresses());
        movedOfOthers = difference(before.otherNodes(), after.otherNodes());
        isCheckTargetMoved = !moved.isEmpty() || !movedOfOthers.isEmpty();
    }

    /** The Node object without what concerns few Services or none. */
    private static NodeSpec decisive(NodeView view) {
        return view.node().withToBeDeleted(false).withLabels(Map.of());
    }

    private static Set<Ip> difference(Set<Ip> one, Set<Ip> other) {
        Set<Ip> different = new HashSet<>(one);
        different.addAll(other);
        different.removeIf(ip -> one.contains(ip) && other.contains(ip));
        return different;
    }

    /** Whether the footprint of this Service may come out differently; that of any other does not. */
    public boolean concerns(ServiceSpec service) {
        return isOtherObject
                || areNodePortsMoved && service.ports().stream().anyMatch(port -> port.nodePort() != 0)
                || service.clusterIps().stream().anyMatch(moved::contains)
                || requested(service.external()).anyMatch(ip -> moved.contains(ip) || movedOfOthers.contains(ip))
                || areListenersOther
                        && service.external().externalIps().stream().anyMatch(after::has)
                || isCheckTargetMoved
                        && service.options().get(HealthOptions.KIND).isPresent()
                || areLabelsOther && service.options().get(Options.NODES).isPresent()
                || isSource(service.external());
    }

    private static Stream<Ip> requested(ExternalAccess external) {
        return Stream.concat(external.externalIps().stream(), external.loadBalancerIps().stream());
    }

    /** Whether a moved address decides if processes of this node may connect to a load balancer's VIP. */
    private boolean isSource(ExternalAccess external) {
        return !external.loadBalancerIps().isEmpty()
                && !external.sourceRanges().ranges().isEmpty()
                && moved.stream().anyMatch(external.sourceRanges()::allows);
    }
}
