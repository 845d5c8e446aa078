package io.kubeipvs.daemon.k8s.manifests;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.k8s.Fields;
import io.kubeipvs.daemon.k8s.Metadata;
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
    static ServiceName name(Endpoints endpoints) {
        return new ServiceName(Metadata.namespace(endpoints), Metadata.name(endpoints));
    }

    /** The slices; none if its label excludes it from mirroring. */
    static List<SliceSpec> read(Endpoints endpoints) throws UnusableObjectException {
        List<SliceSpec> slices = new ArrayList<>();
        if (!isMirrored(endpoints)) {
            return slices;
        }
        for (int i = 0; i < endpoints.getSubsets().size(); i++) {
            EndpointSubset subset = endpoints.getSubsets().get(i);
            String key = "subsets[" + i + "]";
            List<SlicePort> ports = ports(key, subset);
            for (Map.Entry<Family, List<Endpoint>> backends :
                    backends(key, subset).entrySet()) {
                slices.add(SliceSpec.named(sliceName(endpoints, i, backends.getKey()), name(endpoints))
                        .withPorts(ports)
                        .withEndpoints(backends.getValue()));
            }
        }
        return slices;
    }

    private static boolean isMirrored(Endpoints endpoints) {
        boolean lock = Metadata.annotations(endpoints).containsKey(LEADER_ANNOTATION);
        return !lock && !"true".equals(Metadata.labels(endpoints).get(SKIP_MIRROR_LABEL));
    }

    /** No EndpointSlice can have this name, for a slash is not allowed in one. */
    private static SliceName sliceName(Endpoints endpoints, int subset, Family family) {
        return new SliceName(
                Metadata.namespace(endpoints), "endpoints/" + Metadata.name(endpoints) + "/" + subset + "/" + family);
    }

    private static List<SlicePort> ports(String key, EndpointSubset subset) throws UnusableObjectException {
        List<SlicePort> ports = new ArrayList<>();
        for (int i = 0; i < subset.getPorts().size(); i++) {
            EndpointPort port = subset.getPorts().get(i);
            String portKey = key + ".ports[" + i + "]";
            ports.add(new SlicePort(
                    Fields.portName(port.getName()),
                    Fields.protocol(portKey + ".protocol", port.getProtocol()),
                    Fields.port(portKey + ".port", port.getPort())));
        }
        return ports;
    }

    private static Map<Family, List<Endpoint>> backends(String key, EndpointSubset subset)
            throws UnusableObjectException {
        Map<Family, List<Endpoint>> backends = new EnumMap<>(Family.class);
        add(backends, key + ".addresses", subset.getAddresses(), true);
        add(backends, key + ".notReadyAddresses", subset.getNotReadyAddresses(), false);
        return backends;
    }

    private static void add(
            Map<Family, List<Endpoint>> backends, String key, List<EndpointAddress> addresses, boolean ready)
            throws UnusableObjectException {
        for (int i = 0; i < addresses.size(); i++) {
            EndpointAddress address = addresses.get(i);
            Ip ip = Fields.address(key + "[" + i + "].ip", address.getIp());
            String nodeName = Fields.isBlank(address.getNodeName()) ? "" : address.getNodeName();
            backends.computeIfAbsent(ip.family(), f -> new ArrayList<>())
                    .add(Endpoint.at(ip)
                            .withConditions(Conditions.ofReady(ready))
                            .withNodeName(nodeName));
        }
    }
}
