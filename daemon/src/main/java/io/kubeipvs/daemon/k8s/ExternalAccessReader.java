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
 * Reads what a Service says of its addresses beyond the cluster's. Whether it may have them is not decided here. What
 * is left in the status of a Service that is a load balancer's no longer does not count.
 */
final class ExternalAccessReader {
    private static final String LOAD_BALANCER = "LoadBalancer";

    private ExternalAccessReader() {}

    static ExternalAccess read(Service service) throws UnusableObjectException {
        ServiceSpec spec = service.getSpec();
        boolean balanced = LOAD_BALANCER.equals(spec.getType());
        return new ExternalAccess(
                externalIps(spec),
                balanced ? loadBalancerIps(service) : List.of(),
                balanced ? sourceRanges(spec) : SourceRanges.ALL,
                balanced && isLocal(spec)
                        ? Fields.optionalPort("spec.healthCheckNodePort", spec.getHealthCheckNodePort())
                        : 0);
    }

    /** Whether askers from outside are to be led to local endpoints: it is said, and they can ask at all. */
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

    /** Without those of a load balancer that wants the packets itself, and those of which only a name is known. */
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
