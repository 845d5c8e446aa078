package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.kubeipvs.daemon.k8s.SliceReader;
import java.util.Arrays;

/** Objects as a user would have them. */
public final class Samples {
    private Samples() {}

    /** A Service of namespace default with one TCP port, 8088. */
    public static Service service(String name, String clusterIp) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP(clusterIp)
                .withClusterIPs(clusterIp)
                .addNewPort()
                .withPort(8088)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    /** A node in this zone with this internal address, an external one and a range of pods. */
    public static Node node(String name, String zone, String address) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("topology.kubernetes.io/zone", zone)
                .endMetadata()
                .withNewSpec()
                .withPodCIDRs("10.244.1.0/24")
                .endSpec()
                .withNewStatus()
                .addNewAddress("203.0.113.9", "ExternalIP")
                .addNewAddress(name, "Hostname")
                .addNewAddress(address, "InternalIP")
                .endStatus()
                .build();
    }

    /** A slice of namespace default whose ready endpoints listen on TCP port 8080. */
    public static EndpointSlice slice(String name, String service, String... addresses) {
        EndpointSliceBuilder slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels(SliceReader.SERVICE_LABEL, service)
                .endMetadata()
                .withAddressType(String.join("", addresses).contains(":") ? "IPv6" : "IPv4")
                .addNewPort()
                .withName("")
                .withPort(8080)
                .withProtocol("TCP")
                .endPort();
        Arrays.stream(addresses)
                .forEach(a -> slice.addNewEndpoint()
                        .withAddresses(a)
                        .withNewConditions()
                        .withReady(true)
                        .endConditions()
                        .endEndpoint());
        return slice.build();
    }
}
