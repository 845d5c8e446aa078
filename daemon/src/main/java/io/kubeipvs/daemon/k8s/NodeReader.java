package io.kubeipvs.daemon.k8s;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Taint;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import java.util.ArrayList;
import java.util.List;

/** Reads a Node into the core's record. */
public final class NodeReader {
    private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    /** The taint that the cluster autoscaler sets before it removes a node. */
    private static final String TO_BE_DELETED_TAINT = "ToBeDeletedByClusterAutoscaler";

    private NodeReader() {}

    /** The fields of the Node that this program needs. */
    public static NodeSpec read(Node node) throws UnusableObjectException {
        String zone = Metadata.labels(node).getOrDefault(ZONE_LABEL, "");
        List<Ip> addresses = new ArrayList<>(addresses(node, "InternalIP"));
        addresses.addAll(addresses(node, "ExternalIP"));
        return NodeSpec.named(Metadata.name(node))
                .withZone(zone)
                .withAddresses(addresses)
                .withPodCidrs(podCidrs(node))
                .withToBeDeleted(isToBeDeleted(node));
    }

    /** Follows {@code NodeEligible} of kube-proxy ({@code pkg/proxy/healthcheck}), and KEP-3836. */
    private static boolean isToBeDeleted(Node node) {
        boolean isDeleted = node.getMetadata() != null && node.getMetadata().getDeletionTimestamp() != null;
        List<Taint> taints =
                node.getSpec() == null ? List.of() : Fields.list(node.getSpec().getTaints());
        return isDeleted || taints.stream().anyMatch(taint -> TO_BE_DELETED_TAINT.equals(taint.getKey()));
    }

    private static List<Ip> addresses(Node node, String type) throws UnusableObjectException {
        List<Ip> ips = new ArrayList<>();
        List<NodeAddress> given = node.getStatus() == null
                ? List.of()
                : Fields.list(node.getStatus().getAddresses());
        for (int i = 0; i < given.size(); i++) {
            if (type.equals(given.get(i).getType())) {
                ips.add(Fields.anyAddress(
                        "status.addresses[" + i + "].address", given.get(i).getAddress()));
            }
        }
        return ips;
    }

    private static List<Cidr> podCidrs(Node node) throws UnusableObjectException {
        List<Cidr> ranges = new ArrayList<>();
        List<String> given =
                node.getSpec() == null ? List.of() : Fields.list(node.getSpec().getPodCIDRs());
        for (int i = 0; i < given.size(); i++) {
            ranges.add(Fields.range("spec.podCIDRs[" + i + "]", given.get(i)));
        }
        return ranges;
    }
}
