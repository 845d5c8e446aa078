package io.kubeipvs.daemon.k8s;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
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

    private ExternalAccessReader() {}

    static ExternalAccess read(Service service) throws UnusableObjectException {
        ServiceSpec spec = service.getSpec();
        ExternalAccess external = ExternalAccess.NONE.withExternalIps(externalIps(spec));
        if (!LOAD_BALANCER.equals(spec.getType())) {
            return external;
        }
        ExternalAccess balanced =
                external.withLoadBalancerIps(loadBalancerIps(service)).withSourceRanges(sourceRanges(spec));
        return isLocal(spec)
                ? balanced.withHealthCheckNodePort(
                        Fields.optionalPort("spec.healthCheckNodePort", spec.getHealthCheckNodePort()))
                : balanced;
    }

    /** Whether external clients use local endpoints only: the Service sets it and has an external address. */
    static boolean isLocal(ServiceSpec spec) throws UnusableObjectException {
        String policy = Fields.oneOf("spec.externalTrafficPolicy", spec.getExternalTrafficPolicy(), "Cluster", "Local");
        boolean reachable = LOAD_BALANCER.equals(spec.getType())
                || "NodePort".equals(spec.getType())
                || !Fields.list(spec.getExternalIPs()).isEmpty();
        return policy.equals("Local") && reachable;
    }

    private static List<Ip> externalIps(ServiceSpec spec) throws UnusableObjectException {
        List<Ip> ips = new ArrayList<>();
        List<String> texts = Fields.list(spec.getExternalIPs());
        for (int i = 0; i < texts.size(); i++) {
            if (!Fields.isBlank(texts.get(i))) {
                ips.add(Fields.anyAddress("spec.externalIPs[" + i + "]", texts.get(i)));
            }
        }
        return ips;
    }

    /** Without addresses of a load balancer that must receive the packets itself, and without mere names. */
    private static List<Ip> loadBalancerIps(Service service) throws UnusableObjectException {
        List<Ip> ips = new ArrayList<>();
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return ips;
        }
        List<LoadBalancerIngress> ingress =
                Fields.list(service.getStatus().getLoadBalancer().getIngress());
        for (int i = 0; i < ingress.size(); i++) {
            String key = "status.loadBalancer.ingress[" + i + "]";
            String mode = Fields.oneOf(key + ".ipMode", ingress.get(i).getIpMode(), "VIP", "Proxy");
            if (mode.equals("VIP") && !Fields.isBlank(ingress.get(i).getIp())) {
                ips.add(Fields.anyAddress(key + ".ip", ingress.get(i).getIp()));
            }
        }
        return ips;
    }

    private static SourceRanges sourceRanges(ServiceSpec spec) throws UnusableObjectException {
        List<Cidr> ranges = new ArrayList<>();
        List<String> texts = Fields.list(spec.getLoadBalancerSourceRanges());
        for (int i = 0; i < texts.size(); i++) {
            if (!Fields.isBlank(texts.get(i))) {
                ranges.add(Fields.range(
                        "spec.loadBalancerSourceRanges[" + i + "]", texts.get(i).strip()));
            }
        }
        return new SourceRanges(ranges);
    }
}
