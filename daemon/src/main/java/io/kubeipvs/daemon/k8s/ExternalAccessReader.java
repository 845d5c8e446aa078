package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.SourceRanges;
import java.util.List;

/**
 * Reads the external addresses of a Service. Whether the Service may have them is decided elsewhere. The status of a
 * Service that is no longer of type LoadBalancer is ignored.
 */
final class ExternalAccessReader {
    private static final Shared<ExternalAccess> SHARED = new Shared<>(16);

    private final FieldMap service;
    private final FieldMap spec;
    private final String type;
    private final Refusals refused;
    private final List<Ip> externalIps;

    /** @param type {@code spec.type} */
    ExternalAccessReader(FieldMap service, FieldMap spec, String type, Refusals refused) {
        this.service = service;
        this.spec = spec;
        this.type = type;
        this.refused = refused;
        this.externalIps = externalIps();
    }

    private boolean isLoadBalancer() {
        return type.equals("LoadBalancer");
    }

    /**
     * The external addresses.
     *
     * @param isLocal whether external clients use local endpoints only
     */
    ExternalAccess read(boolean isLocal) {
        ExternalAccess external = ExternalAccess.NONE.withExternalIps(externalIps);
        if (!isLoadBalancer()) {
            return SHARED.of(external);
        }
        ExternalAccess balanced =
                external.withLoadBalancerIps(loadBalancerIps()).withSourceRanges(sourceRanges());
        return isLocal
                ? balanced.withHealthCheckNodePort(
                        refused.or(0, spec, from -> Fields.optionalPort(from, "healthCheckNodePort")))
                : balanced;
    }

    /** Whether external clients use local endpoints only: the Service sets it and has an external address. */
    boolean isLocal() {
        boolean isWanted = Fields.oneOf(refused, spec, "externalTrafficPolicy", "Cluster", "Local")
                .equals("Local");
        return isWanted && (isLoadBalancer() || type.equals("NodePort") || !externalIps.isEmpty());
    }

    private List<Ip> externalIps() {
        return refused.each(
                spec, "externalIPs", ip -> Fields.isBlank(ip.text()) ? null : Fields.anyAddress(ip.place(), ip.text()));
    }

    /**
     * Without addresses of a load balancer that must receive the packets itself, and without mere names. An address whose
     * mode is unknown is not bound: kube-proxy does not either.
     */
    private List<Ip> loadBalancerIps() {
        FieldMap status =
                refused.or(FieldMap.EMPTY, service, from -> from.map("status").map("loadBalancer"));
        return refused.each(status, "ingress", element -> {
            FieldMap ingress = element.map();
            String ip = ingress.text("ip");
            boolean isVip = Fields.oneOf(ingress, "ipMode", "VIP", "Proxy").equals("VIP");
            return isVip && !Fields.isBlank(ip) ? Fields.anyAddress(ingress.at("ip"), ip) : null;
        });
    }

    /** If none of the ranges can be used, no client is admitted: their author meant to restrict. */
    private SourceRanges sourceRanges() {
        int before = refused.problems().size();
        List<Cidr> ranges = refused.each(
                spec, "loadBalancerSourceRanges", range -> Fields.isBlank(range.text()) ? null : Fields.range(range));
        boolean isAnyRefused = refused.problems().size() > before;
        return ranges.isEmpty() && isAnyRefused ? SourceRanges.NOBODY : new SourceRanges(ranges);
    }
}
