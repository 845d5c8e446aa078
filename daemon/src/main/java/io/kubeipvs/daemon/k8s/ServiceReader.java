package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.options.ServiceOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a Service into the core's record. Follows kube-proxy's choice of which Services are proxied at all. What cannot be
 * used of it is refused, and the rest is served. Without any usable cluster address or port it is not usable at all.
 */
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

    private final FieldMap service;
    private final FieldMap spec;
    private final Refusals refused;

    private ServiceReader(FieldMap service, Refusals refused) throws UnusableObjectException {
        this.service = service;
        this.spec = service.map("spec");
        this.refused = refused;
    }

    /** The identity of the Service. */
    public static ServiceName name(FieldMap service) throws UnusableObjectException {
        return new ServiceName(Metadata.namespace(service), Metadata.name(service));
    }

    /**
     * The Service as it is to be proxied; empty when it is not: headless, ExternalName, without an address yet, or
     * another proxy's.
     */
    public static Optional<ServiceSpec> read(FieldMap service, Refusals refused) throws UnusableObjectException {
        return isOthers(service) ? Optional.empty() : new ServiceReader(service, refused).read();
    }

    /** Whether its labels assign it to another proxy, or mark it as headless. */
    public static boolean isOthers(FieldMap service) throws UnusableObjectException {
        FieldMap labels = Metadata.labels(service);
        return labels.has(OTHER_PROXY_LABEL) || labels.has(HEADLESS_LABEL);
    }

    private Optional<ServiceSpec> read() throws UnusableObjectException {
        String type = Fields.oneOf(refused, spec, "type", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName");
        if (type.equals("ExternalName")) {
            return Optional.empty();
        }
        List<Ip> addresses = clusterIps();
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        ExternalAccessReader external = new ExternalAccessReader(service, spec, type, refused);
        boolean isLocal = external.isLocal();
        return Optional.of(ServiceSpec.named(SliceReader.NAMES.of(name(service)))
                .withClusterIps(addresses)
                .withPorts(ports())
                .withExternal(external.read(isLocal))
                .withPolicy(policy(isLocal))
                .withOptions(OptionsReader.read(service, ServiceOption.Holder.SERVICE, refused))
                .withCreated(Metadata.created(service)));
    }

    /** None if it is headless, or has none yet. */
    private List<Ip> clusterIps() throws UnusableObjectException {
        if ("None".equals(refused.or("", spec, from -> from.text("clusterIP")))) {
            return List.of();
        }
        if (refused.or(List.of(), spec, from -> from.elements("clusterIPs")).isEmpty()) {
            String only = spec.text("clusterIP");
            return Fields.isBlank(only) ? List.of() : List.of(Fields.address(spec.at("clusterIP"), only));
        }
        Set<Family> families = EnumSet.noneOf(Family.class);
        return refused.some(spec, "clusterIPs", element -> {
            if ("None".equals(element.text())) {
                return null;
            }
            Ip ip = Fields.address(element.place(), element.text());
            if (!families.add(ip.family())) {
                throw new UnusableObjectException(element.place(), ip, "must be the only address of its family");
            }
            return ip;
        });
    }

    private List<ServicePort> ports() throws UnusableObjectException {
        Set<String> numbers = new HashSet<>();
        Set<String> nodePorts = new HashSet<>();
        return PORTS.of(List.copyOf(refused.some(spec, "ports", element -> {
            FieldMap port = element.map();
            Protocol protocol = Fields.protocol(port, "protocol");
            ServicePort read = new ServicePort(Fields.name(port, "name"), protocol, Fields.port(port, "port"));
            Fields.onlyOnce(port.at("port"), read.port() + "/" + protocol, numbers);
            return read.withNodePort(refused.or(0, port, from -> nodePort(from, protocol, nodePorts)));
        })));
    }

    private static int nodePort(FieldMap port, Protocol protocol, Set<String> others) throws UnusableObjectException {
        int nodePort = Fields.optionalPort(port, "nodePort");
        if (nodePort != 0) {
            Fields.onlyOnce(port.at("nodePort"), nodePort + "/" + protocol, others);
        }
        return nodePort;
    }

    private TrafficPolicy policy(boolean isExternalLocal) {
        boolean isInternalLocal = Fields.oneOf(refused, spec, "internalTrafficPolicy", "Cluster", "Local")
                .equals("Local");
        boolean isSticky = Fields.oneOf(refused, spec, "sessionAffinity", "None", "ClientIP")
                .equals("ClientIP");
        int seconds = isSticky ? refused.or(DEFAULT_AFFINITY_SECONDS, spec, ServiceReader::affinitySeconds) : 0;
        return POLICIES.of(TrafficPolicy.CLUSTER
                .withInternalLocal(isInternalLocal)
                .withExternalLocal(isExternalLocal)
                .withAffinity(seconds));
    }

    private static int affinitySeconds(FieldMap spec) throws UnusableObjectException {
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
