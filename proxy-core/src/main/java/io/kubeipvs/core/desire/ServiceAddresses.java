package io.kubeipvs.core.desire;

import io.kubeipvs.core.desire.RefusedAddress.Reason;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSelector;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SourceRanges;
import io.kubeipvs.core.model.SourceRanges.Policy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses of a Service on this node: cluster addresses, the VIPs of load balancers, external addresses, and the
 * node's own. Follows kube-proxy: in a family without a cluster address the Service has no address at all.
 *
 * <p>A cluster address that another link of this node has is not served: a program listens there, a DNS cache for
 * instance, and IPVS would take its packets.
 */
final class ServiceAddresses {
    private final NodeView node;
    private final ExternalAddressPolicy policy;
    private final ExternalAccess external;
    private final ServiceSpec service;
    private final AddressRequests others;
    private final Set<Family> families = EnumSet.noneOf(Family.class);
    private final List<ServiceAddress> all = new ArrayList<>();
    private final List<RefusedAddress> refused = new ArrayList<>();
    private final Set<Ip> notServed = new HashSet<>();

    ServiceAddresses(ServiceSpec service, Footprints.Circumstances circumstances) {
        Settings settings = circumstances.settings();
        this.service = service;
        this.node = circumstances.node();
        this.others = circumstances.ledger().requests();
        this.policy = new ExternalAddressPolicy(settings.externalAddresses(), node);
        this.external = service.external();
        for (Ip ip : service.clusterIps()) {
            families.add(ip.family());
            if (node.has(ip)) {
                notServed.add(ip);
            } else {
                all.add(new ServiceAddress(ip, AddressKind.CLUSTER_IP));
            }
        }
        if (NodeSelector.isServed(service, node)) {
            addOthers(settings);
        }
    }

    private void addOthers(Settings settings) {
        external.loadBalancerIps().forEach(ip -> request("status.loadBalancer", ip, AddressKind.LOAD_BALANCER));
        external.externalIps().forEach(ip -> request("spec.externalIPs", ip, AddressKind.EXTERNAL_IP));
        if (service.ports().stream().anyMatch(port -> port.nodePort() != 0)) {
            settings.nodePortAddresses().of(node).stream()
                    .filter(ip -> families.contains(ip.family()))
                    .forEach(ip -> all.add(new ServiceAddress(ip, AddressKind.NODE)));
        }
    }

    private void request(String key, Ip ip, AddressKind kind) {
        if (!families.contains(ip.family()) || notServed.contains(ip) || isAnotherNodes(ip, kind)) {
            return;
        }
        Optional<Reason> refusal =
                others.isOfAnother(ip, service.name()) ? Optional.of(Reason.CLUSTER_ADDRESS) : policy.refusal(ip, kind);
        if (refusal.isPresent()) {
            refused.add(new RefusedAddress(key, ip, refusal.get()));
        } else {
            all.add(new ServiceAddress(ip, kind));
        }
    }

    /** The controller of k3s, for instance, makes the nodes themselves the load balancer: each node serves its own address. */
    private boolean isAnotherNodes(Ip ip, AddressKind kind) {
        return kind == AddressKind.LOAD_BALANCER && node.isOtherNode(ip);
    }

    /** All that are served, cluster addresses first. */
    List<ServiceAddress> all() {
        return all;
    }

    /** Those of one family where this port is served. */
    List<ServiceAddress> of(ServicePort port, Family family) {
        List<ServiceAddress> addresses = new ArrayList<>(all.size());
        for (ServiceAddress address : all) {
            if (address.ip().family() == family && address.port(port) != 0) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** Its addresses, whether they are served or not, except the node's. */
    Footprint.Requests requests() {
        Set<Ip> requested = new HashSet<>(external.externalIps());
        requested.addAll(external.loadBalancerIps());
        return new Footprint.Requests(service.clusterIps(), requested);
    }

    /** The requested addresses that are refused. */
    List<RefusedAddress> refused() {
        return refused;
    }

    /** The cluster addresses that are not served, because another link has them. */
    Set<Ip> notServed() {
        return notServed;
    }

    /** The addresses that must be on the dummy link: all except the node's own, which are on a link already. */
    Set<Ip> bound() {
        Set<Ip> bound = new HashSet<>();
        for (ServiceAddress address : all) {
            if (!node.has(address.ip())) {
                bound.add(address.ip());
            }
        }
        return bound;
    }

    /**
     * The ranges of the clients that may connect to this address; empty = all clients. Only the VIPs of a load balancer are
     * restricted. Processes of this node connect with the VIP as their source address: they may if a range contains an
     * address of the node, and if the ranges deny, they may not if one contains an address of the node.
     */
    Optional<Set<Cidr>> sources(ServiceAddress address) {
        Ip ip = address.ip();
        SourceRanges ranges = external.sourceRanges();
        if (!external.loadBalancerIps().contains(ip) || ranges.isOpen(ip.family())) {
            return Optional.empty();
        }
        Set<Cidr> sources = new HashSet<>(ranges.of(ip.family()));
        List<Ip> own = node.addresses().stream()
                .filter(one -> one.family() == ip.family())
                .toList();
        boolean isDenying = service.options()
                .get(Options.SOURCE_RANGES_POLICY)
                .filter(Policy.DENY::equals)
                .isPresent();
        if (isDenying && !own.stream().allMatch(ranges::allows)) {
            return Optional.of(sources.stream()
                    .flatMap(range -> range.without(ip).stream())
                    .collect(Collectors.toSet()));
        }
        if (isDenying || own.stream().anyMatch(ranges::allows)) {
            sources.add(Cidr.of(ip));
        }
        return Optional.of(sources);
    }
}
