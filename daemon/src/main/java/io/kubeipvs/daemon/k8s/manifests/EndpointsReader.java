package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.Metadata;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.SliceReader;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an Endpoints object into slices, one a subset and family. Follows Kubernetes' EndpointSlice mirroring controller
 * (pkg/controller/endpointslicemirroring), which uses them only for a Service without selector; that is for the caller
 * to decide, who knows the Services.
 */
final class EndpointsReader {
    static final String SKIP_MIRROR_LABEL = "endpointslice.kubernetes.io/skip-mirror";

    /** Marks an Endpoints object that is a lock and not a list of backends. */
    static final String LEADER_ANNOTATION = "control-plane.alpha.kubernetes.io/leader";

    private EndpointsReader() {}

    /** The Service it belongs to: the one of the same name. */
    static ServiceName name(FieldMap endpoints) throws UnusableObjectException {
        return new ServiceName(Metadata.namespace(endpoints), Metadata.name(endpoints));
    }

    /** The slices; none if its label excludes it from mirroring. */
    static List<SliceSpec> read(FieldMap endpoints, Refusals refused) throws UnusableObjectException {
        List<SliceSpec> slices = new ArrayList<>();
        if (!isMirrored(endpoints)) {
            return slices;
        }
        List<FieldMap> subsets = refused.each(endpoints, "subsets", FieldMap.Element::map);
        for (int i = 0; i < subsets.size(); i++) {
            List<SlicePort> ports = refused.each(subsets.get(i), "ports", EndpointsReader::port);
            for (Map.Entry<Family, List<Endpoint>> backends :
                    backends(subsets.get(i), refused).entrySet()) {
                slices.add(SliceSpec.named(sliceName(endpoints, i, backends.getKey()), name(endpoints))
                        .withPorts(ports)
                        .withEndpoints(backends.getValue()));
            }
        }
        return slices;
    }

    private static boolean isMirrored(FieldMap endpoints) throws UnusableObjectException {
        boolean lock = Metadata.annotations(endpoints).has(LEADER_ANNOTATION);
        return !lock && !"true".equals(Metadata.labels(endpoints).text(SKIP_MIRROR_LABEL));
    }

    /** No EndpointSlice can have this name, for a slash is not allowed in one. */
    private static SliceName sliceName(FieldMap endpoints, int subset, Family family) throws UnusableObjectException {
        return new SliceName(
                Metadata.namespace(endpoints), "endpoints/" + Metadata.name(endpoints) + "/" + subset + "/" + family);
    }

    private static SlicePort port(FieldMap.Element element) throws UnusableObjectException {
        FieldMap port = element.map();
        return new SlicePort(Fields.name(port, "name"), Fields.protocol(port, "protocol"), Fields.port(port, "port"));
    }

    private static Map<Family, List<Endpoint>> backends(FieldMap subset, Refusals refused) {
        Map<Family, List<Endpoint>> backends = new EnumMap<>(Family.class);
        add(backends, refused.each(subset, "addresses", element -> endpoint(element, true)));
        add(backends, refused.each(subset, "notReadyAddresses", element -> endpoint(element, false)));
        return backends;
    }

    private static Endpoint endpoint(FieldMap.Element element, boolean ready) throws UnusableObjectException {
        FieldMap address = element.map();
        return Endpoint.at(Fields.address(address.at("ip"), address.text("ip")))
                .withConditions(Conditions.ofReady(ready))
                .withPod(SliceReader.isPod(address))
                .withNodeName(Fields.name(address, "nodeName"));
    }

    private static void add(Map<Family, List<Endpoint>> backends, List<Endpoint> some) {
        for (Endpoint endpoint : some) {
            backends.computeIfAbsent(endpoint.address().family(), f -> new ArrayList<>())
                    .add(endpoint);
        }
    }
}
