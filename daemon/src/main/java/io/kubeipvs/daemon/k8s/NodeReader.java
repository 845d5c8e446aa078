package io.kubeipvs.daemon.k8s;

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
    public static NodeSpec read(FieldMap node) throws UnusableObjectException {
        List<Ip> addresses = new ArrayList<>(addresses(node, "InternalIP"));
        addresses.addAll(addresses(node, "ExternalIP"));
        return NodeSpec.named(Metadata.name(node))
                .withZone(Fields.name(Metadata.labels(node), ZONE_LABEL))
                .withAddresses(addresses)
                .withPodCidrs(Fields.ranges(node.map("spec"), "podCIDRs"))
                .withToBeDeleted(isToBeDeleted(node));
    }

    /** Follows {@code NodeEligible} of kube-proxy ({@code pkg/proxy/healthcheck}), and KEP-3836. */
    private static boolean isToBeDeleted(FieldMap node) throws UnusableObjectException {
        for (FieldMap taint : node.map("spec").maps("taints")) {
            if (TO_BE_DELETED_TAINT.equals(taint.text("key"))) {
                return true;
            }
        }
        return Metadata.isDeleted(node);
    }

    private static List<Ip> addresses(FieldMap node, String type) throws UnusableObjectException {
        List<Ip> ips = new ArrayList<>();
        for (FieldMap address : node.map("status").maps("addresses")) {
            if (type.equals(address.text("type"))) {
                ips.add(Fields.anyAddress(address.at("address"), address.text("address")));
            }
        }
        return ips;
    }
}
