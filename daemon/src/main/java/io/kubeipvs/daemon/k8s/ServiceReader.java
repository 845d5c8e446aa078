package io.kubeipvs.daemon.k8s;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.TrafficPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Service into the core's record. Follows kube-proxy's choice of which Services are proxied at all. */
public final class ServiceReader {
    /** A Service with this label is served by another proxy. Its value is that proxy's name. */
    public static final String OTHER_PROXY_LABEL = "service.kubernetes.io/service-proxy-name";

    /** A Service with this label has no VIP, and nothing is to be done for its slices. */
    public static final String HEADLESS_LABEL = "service.kubernetes.io/headless";

    /** As an API server fills it in, in seconds: three hours. */
    private static final int DEFAULT_AFFINITY_SECONDS = 10_800;

    private static final int MAX_AFFINITY_SECONDS = 86_400;

    private ServiceReader() {}

    /** The identity of the Service. */
    public static ServiceName name(Service service) {
        return new ServiceName(Metadata.namespace(service), Metadata.name(service));
    }

    /**
     * The Service as it is to be proxied; empty when it is not: headless, ExternalName, without an address yet, or
     * another proxy's.
     */
    public static Optional<io.kubeipvs.core.model.ServiceSpec> read(Service service) throws UnusableObjectException {
        ServiceSpec spec = service.getSpec();
        if (spec == null || isOthers(service) || "ExternalName".equals(spec.getType()) || isHeadless(spec)) {
            return Optional.empty();
        }
        List<Ip> addresses = clusterIps(spec);
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(io.kubeipvs.core.model.ServiceSpec.named(name(service))
                .withClusterIps(addresses)
                .withPorts(ports(spec))
                .withExternal(ExternalAccessReader.read(service))
                .withPolicy(policy(spec)));
    }

    /** Whether its labels assign it to another proxy, or mark it as headless. */
    public static boolean isOthers(Service service) {
        Map<String, String> labels = Metadata.labels(service);
        return labels.containsKey(OTHER_PROXY_LABEL) || labels.containsKey(HEADLESS_LABEL);
    }

    private static boolean isHeadless(ServiceSpec spec) {
        return "None".equals(spec.getClusterIP());
    }

    private static List<Ip> clusterIps(ServiceSpec spec) throws UnusableObjectException {
        List<Ip> addresses = new ArrayList<>();
        List<String> texts = Fields.list(spec.getClusterIPs());
        if (texts.isEmpty()) {
            String only = spec.getClusterIP();
            if (only != null && !only.isEmpty()) {
                addresses.add(Fields.address("spec.clusterIP", only));
            }
            return addresses;
        }
        for (int i = 0; i < texts.size(); i++) {
            addresses.add(Fields.address("spec.clusterIPs[" + i + "]", texts.get(i)));
        }
        return addresses;
    }

    private static List<io.kubeipvs.core.model.ServicePort> ports(ServiceSpec spec) throws UnusableObjectException {
        List<io.kubeipvs.core.model.ServicePort> ports = new ArrayList<>();
        List<ServicePort> given = Fields.list(spec.getPorts());
        for (int i = 0; i < given.size(); i++) {
            ServicePort port = given.get(i);
            String key = "spec.ports[" + i + "]";
            ports.add(new io.kubeipvs.core.model.ServicePort(
                            Fields.portName(port.getName()),
                            Fields.protocol(key + ".protocol", port.getProtocol()),
                            Fields.port(key + ".port", port.getPort()))
                    .withNodePort(Fields.optionalPort(key + ".nodePort", port.getNodePort())));
        }
        return ports;
    }

    private static TrafficPolicy policy(ServiceSpec spec) throws UnusableObjectException {
        String internal =
                Fields.oneOf("spec.internalTrafficPolicy", spec.getInternalTrafficPolicy(), "Cluster", "Local");
        return new TrafficPolicy(internal.equals("Local"), ExternalAccessReader.isLocal(spec), affinitySeconds(spec));
    }

    private static int affinitySeconds(ServiceSpec spec) throws UnusableObjectException {
        if (Fields.oneOf("spec.sessionAffinity", spec.getSessionAffinity(), "None", "ClientIP")
                .equals("None")) {
            return 0;
        }
        SessionAffinityConfig config = spec.getSessionAffinityConfig();
        Integer seconds = config == null || config.getClientIP() == null
                ? null
                : config.getClientIP().getTimeoutSeconds();
        if (seconds == null) {
            return DEFAULT_AFFINITY_SECONDS;
        }
        if (seconds < 1 || seconds > MAX_AFFINITY_SECONDS) {
            throw new UnusableObjectException(
                    "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                    seconds,
                    "must be in 1-" + MAX_AFFINITY_SECONDS);
        }
        return seconds;
    }
}
