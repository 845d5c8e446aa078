package io.kubeipvs.daemon.state;

import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import java.util.List;
import java.util.Optional;

/**
 * The objects of the API server at one moment, as far as the program needs them.
 *
 * @param node this node's object; empty = there was none
 * @param otherNodes the names, addresses and options of the other nodes
 * @param ranges the ranges of cluster addresses
 * @param services all Services; the causes of changes are not part of it
 * @param slices all EndpointSlices
 */
public record LastState(
        Optional<NodeSpec> node,
        List<NodeSpec> otherNodes,
        List<ServiceRanges.Spec> ranges,
        List<ServiceSpec> services,
        List<SliceSpec> slices) {
    public LastState {
        otherNodes = List.copyOf(otherNodes);
        ranges = List.copyOf(ranges);
        services = List.copyOf(services);
        slices = List.copyOf(slices);
    }
}
