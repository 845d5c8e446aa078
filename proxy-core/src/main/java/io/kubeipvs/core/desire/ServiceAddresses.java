package io.kubeipvs.core.desire;

import io.kubeipvs.core.desire.RefusedAddress.Reason;
import io.kubeipvs.core.desire.ServiceAddress.Kind;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SourceRanges;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses at which a Service can be asked on this node: cluster addresses, the VIPs of load balancers, external
 * ones, and the node's own. Follows kube-proxy: a family in which the Service has no cluster address has none at all.
 *
 * <p>A cluster address that another link of this node has is left to whoever listens there, a cache of DNS for instance:
 * IPVS would take the packets from it.
 */
final class ServiceAddresses {
    private final NodeView node;
    private final ExternalAddressPolicy policy;
    private final ExternalAccess external;
    private final Set<Family> families = EnumSet.noneOf(Family.class);
    private final List<ServiceAddress> all = new ArrayList<>();
    private final List<RefusedAddress> refused = new ArrayList<>();
    private final Set<Ip> left = new HashSet<>();

    ServiceAddresses(ServiceSpec service, NodeView node, Settings settings) {
        this.node = node;
        this.policy = new ExternalAddressPolicy(settings.externalAddresses(), node);
        this.external = service.external();
        for (Ip ip : service.clusterIps()) {
            families.add(ip.family());
            if (node.has(ip)) {
                left.add(ip);
            } else {
                all.add(new ServiceAddress(ip, Kind.CLUSTER_IP));
            }
        }
        external.loadBalancerIps().forEach(ip -> ask("status.loadBalancer", ip, Kind.LOAD_BALANCER));
        external.externalIps().forEach(ip -> ask("spec.externalIPs", ip, Kind.EXTERNAL_IP));
        if (service.ports().stream().anyMatch(port -> port.nodePort() != 0)) {
            settings.nodePortAddresses().of(node).stream()
                    .filter(ip -> families.contains(ip.family()))
                    .forEach(ip -> all.add(new ServiceAddress(ip, Kind.NODE)));
        }
    }

    private void ask(String key, Ip ip, Kind kind) {
        if (!families.contains(ip.family()) || left.contains(ip)) {
            return;
        }
        Optional<Reason> refusal = policy.refusal(ip);
        if (refusal.isPresent()) {
            refused.add(new RefusedAddress(key, ip, refusal.get()));
        } else {
            all.add(new ServiceAddress(ip, kind));
        }
    }

    /** All that are served, cluster addresses first. */
    List<ServiceAddress> all() {
        return all;
    }

    /** Those that were asked for and are not served. */
    List<RefusedAddress> refused() {
        return refused;
    }

    /** Cluster addresses that are not served here, for another link has them. */
    Set<Ip> left() {
        return left;
    }

    /** Those that must be on the dummy link: all but the node's own, of which the kernel knows already that they are here. */
    Set<Ip> bound() {
        return all.stream().map(ServiceAddress::ip).filter(ip -> !node.has(ip)).collect(Collectors.toSet());
    }

    /**
     * Who may ask this address; empty = everybody. Only the VIPs of a load balancer are for some. This node's processes
     * ask with the VIP as their source: they may where a range holds an address of the node.
     */
    Optional<Set<Cidr>> sources(ServiceAddress address) {
        Ip ip = address.ip();
        SourceRanges ranges = external.sourceRanges();
        if (!external.loadBalancerIps().contains(ip) || ranges.isOpen(ip.family())) {
            return Optional.empty();
        }
        Set<Cidr> sources = new HashSet<>(ranges.of(ip.family()));
        if (node.addresses().stream().anyMatch(own -> own.family() == ip.family() && ranges.allows(own))) {
            sources.add(Cidr.of(ip));
        }
        return Optional.of(sources);
    }
}
