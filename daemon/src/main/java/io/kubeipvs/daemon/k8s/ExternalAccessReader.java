package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.SourceRanges;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the external addresses of a Service. Whether the Service may have them is decided elsewhere. The status of a
 * Service that is no longer of type LoadBalancer is ignored.
 */
final class ExternalAccessReader {
    private static final String LOAD_BALANCER = "LoadBalancer";
    private static final Shared<ExternalAccess> SHARED = new Shared<>(16);

    private ExternalAccessReader() {}

    static ExternalAccess read(FieldMap service) throws UnusableObjectException {
        FieldMap spec = service.map("spec");
        ExternalAccess external = ExternalAccess.NONE.withExternalIps(externalIps(spec));
        if (!LOAD_BALANCER.equals(spec.text("type"))) {
            return SHARED.of(external);
        }
        ExternalAccess balanced =
                external.withLoadBalancerIps(loadBalancerIps(service)).withSourceRanges(sourceRanges(spec));
        return isLocal(spec)
                ? balanced.withHealthCheckNodePort(Fields.optionalPort(spec, "healthCheckNodePort"))
                : balanced;
    }

    /** Whether external clients use local endpoints only: the Service sets it and has an external address. */
    static boolean isLocal(FieldMap spec) throws UnusableObjectException {
        String policy = Fields.oneOf(spec, "externalTrafficPolicy", "Cluster", "Local");
        String type = spec.text("type");
        boolean reachable = LOAD_BALANCER.equals(type)
                || "NodePort".equals(type)
                || !spec.texts("externalIPs").isEmpty();
        return policy.equals("Local") && reachable;
    }

    private static List<Ip> externalIps(FieldMap spec) throws UnusableObjectException {
        List<Ip> ips = new ArrayList<>();
        List<String> texts = spec.texts("externalIPs");
        for (int i = 0; i < texts.size(); i++) {
            if (!Fields.isBlank(texts.get(i))) {
                ips.add(Fields.anyAddress(spec.at("externalIPs", i), texts.get(i)));
            }
        }
        return ips;
    }

    /** Without addresses of a load balancer that must receive the packets itself, and without mere names. */
    private static List<Ip> loadBalancerIps(FieldMap service) throws UnusableObjectException {
        List<Ip> ips = new ArrayList<>();
        for (FieldMap ingress : service.map("status").map("loadBalancer").maps("ingress")) {
            String mode = Fields.oneOf(ingress, "ipMode", "VIP", "Proxy");
            String ip = ingress.text("ip");
            if (mode.equals("VIP") && !Fields.isBlank(ip)) {
                ips.add(Fields.anyAddress(ingress.at("ip"), ip));
            }
        }
        return ips;
    }

    private static SourceRanges sourceRanges(FieldMap spec) throws UnusableObjectException {
        List<Cidr> ranges = new ArrayList<>();
        List<String> texts = spec.texts("loadBalancerSourceRanges");
        for (int i = 0; i < texts.size(); i++) {
            if (!Fields.isBlank(texts.get(i))) {
                ranges.add(Fields.range(
                        spec.at("loadBalancerSourceRanges", i), texts.get(i).strip()));
            }
        }
        return new SourceRanges(ranges);
    }
}
