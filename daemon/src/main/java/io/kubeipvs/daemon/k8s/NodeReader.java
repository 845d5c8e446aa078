package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.options.ServiceOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a Node into the core's record. */
public final class NodeReader {
    private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    /** The taint that the cluster autoscaler sets before it removes a node. */
    private static final String TO_BE_DELETED_TAINT = "ToBeDeletedByClusterAutoscaler";

    /** The taint that the node controller sets when the node's kubelet does not report any more. */
    private static final String UNREACHABLE_TAINT = "node.kubernetes.io/unreachable";

    private NodeReader() {}

    /** The fields of the Node that this program needs. */
    public static NodeSpec read(FieldMap node, Refusals refused) throws UnusableObjectException {
        FieldMap spec = refused.or(FieldMap.EMPTY, node, from -> from.map("spec"));
        FieldMap status = refused.or(FieldMap.EMPTY, node, from -> from.map("status"));
        List<String> taints = refused.each(spec, "taints", taint -> taint.map().text("key"));
        return NodeSpec.named(Metadata.name(node))
                .withZone(refused.or("", node, from -> Fields.name(Metadata.labels(from), ZONE_LABEL)))
                .withAddresses(addresses(status, refused))
                .withPodCidrs(refused.each(spec, "podCIDRs", Fields::range))
                .withLabels(refused.or(Map.of(), node, NodeReader::labels))
                .withOptions(OptionsReader.read(node, ServiceOption.Holder.NODE, refused))
                .withToBeDeleted(isToBeDeleted(taints) || Metadata.isDeleted(node))
                .withUnreachable(taints.contains(UNREACHABLE_TAINT) && !isReady(status, refused));
    }

    private static Map<String, String> labels(FieldMap node) throws UnusableObjectException {
        FieldMap labels = Metadata.labels(node);
        Map<String, String> all = new HashMap<>();
        for (String key : labels.keys()) {
            all.put(key, labels.text(key));
        }
        return all;
    }

    /** Follows {@code NodeEligible} of kube-proxy ({@code pkg/proxy/healthcheck}), and KEP-3836. */
    private static boolean isToBeDeleted(List<String> taints) {
        return taints.contains(TO_BE_DELETED_TAINT);
    }

    private static boolean isReady(FieldMap status, Refusals refused) {
        return refused.each(status, "conditions", element -> {
                    FieldMap condition = element.map();
                    return "Ready".equals(condition.text("type")) ? condition.text("status") : null;
                })
                .contains("True");
    }

    /** The internal ones, then the external ones. Some clouds write a host name in their place. */
    private static List<Ip> addresses(FieldMap status, Refusals refused) {
        List<Ip> internal = new ArrayList<>();
        List<Ip> external = new ArrayList<>();
        refused.each(status, "addresses", element -> {
            FieldMap address = element.map();
            String type = address.text("type");
            if ("InternalIP".equals(type)) {
                internal.add(Fields.anyAddress(address.at("address"), address.text("address")));
            } else if ("ExternalIP".equals(type)) {
                external.add(Fields.anyAddress(address.at("address"), address.text("address")));
            }
            return null;
        });
        internal.addAll(external);
        return internal;
    }
}
