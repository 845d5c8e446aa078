package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.TrafficPolicy;
import java.util.ArrayList;
import java.util.List;
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

    private static final Shared<TrafficPolicy> POLICIES = new Shared<>();
    private static final Shared<List<ServicePort>> PORTS = new Shared<>();

    private ServiceReader() {}

    /** The identity of the Service. */
    public static ServiceName name(FieldMap service) throws UnusableObjectException {
        return new ServiceName(Metadata.namespace(service), Metadata.name(service));
    }

    /**
     * The Service as it is to be proxied; empty when it is not: headless, ExternalName, without an address yet, or
     * another proxy's.
     */
    public static Optional<ServiceSpec> read(FieldMap service) throws UnusableObjectException {
        FieldMap spec = service.map("spec");
        if (isOthers(service) || "ExternalName".equals(spec.text("type")) || isHeadless(spec)) {
            return Optional.empty();
        }
        List<Ip> addresses = clusterIps(spec);
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ServiceSpec.named(SliceReader.NAMES.of(name(service)))
                .withClusterIps(addresses)
                .withPorts(ports(spec))
                .withExternal(ExternalAccessReader.read(service))
                .withPolicy(policy(spec)));
    }

    /** Whether its labels assign it to another proxy, or mark it as headless. */
    public static boolean isOthers(FieldMap service) throws UnusableObjectException {
        FieldMap labels = Metadata.labels(service);
        return labels.has(OTHER_PROXY_LABEL) || labels.has(HEADLESS_LABEL);
    }

    private static boolean isHeadless(FieldMap spec) throws UnusableObjectException {
        return "None".equals(spec.text("clusterIP"));
    }

    private static List<Ip> clusterIps(FieldMap spec) throws UnusableObjectException {
        List<Ip> addresses = new ArrayList<>();
        List<String> texts = spec.texts("clusterIPs");
        if (texts.isEmpty()) {
            String only = spec.text("clusterIP");
            if (only != null && !only.isEmpty()) {
                addresses.add(Fields.address(spec.at("clusterIP"), only));
            }
            return addresses;
        }
        for (int i = 0; i < texts.size(); i++) {
            addresses.add(Fields.address(spec.at("clusterIPs", i), texts.get(i)));
        }
        return addresses;
    }

    private static List<ServicePort> ports(FieldMap spec) throws UnusableObjectException {
        List<ServicePort> ports = new ArrayList<>();
        for (FieldMap port : spec.maps("ports")) {
            ports.add(new ServicePort(
                            Fields.name(port, "name"), Fields.protocol(port, "protocol"), Fields.port(port, "port"))
                    .withNodePort(Fields.optionalPort(port, "nodePort")));
        }
        return PORTS.of(List.copyOf(ports));
    }

    private static TrafficPolicy policy(FieldMap spec) throws UnusableObjectException {
        String internal = Fields.oneOf(spec, "internalTrafficPolicy", "Cluster", "Local");
        return POLICIES.of(
                new TrafficPolicy(internal.equals("Local"), ExternalAccessReader.isLocal(spec), affinitySeconds(spec)));
    }

    private static int affinitySeconds(FieldMap spec) throws UnusableObjectException {
        if (Fields.oneOf(spec, "sessionAffinity", "None", "ClientIP").equals("None")) {
            return 0;
        }
        FieldMap client = spec.map("sessionAffinityConfig").map("clientIP");
        Integer seconds = client.integer("timeoutSeconds");
        if (seconds == null) {
            return DEFAULT_AFFINITY_SECONDS;
        }
        if (seconds < 1 || seconds > MAX_AFFINITY_SECONDS) {
            throw new UnusableObjectException(
                    client.at("timeoutSeconds"), seconds, "must be in 1-" + MAX_AFFINITY_SECONDS);
        }
        return seconds;
    }
}
