package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ServiceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Works out what a Service wants in the kernel. A pure function: same Service, same node, same settings, same cluster
 * addresses of other Services, same footprint.
 */
public final class Footprints {
    private final ServiceSpec service;
    private final ServiceAddresses addresses;
    private final Backends backends;
    private final NodeView node;
    private final Settings settings;
    private final Ledger ledger;
    private final VirtualServers virtualServers;
    private final ServerHealth health;
    private final Footprint.Builder footprint = new Footprint.Builder();
    private final Map<MarkedPort, Integer> marks = new HashMap<>();

    private Footprints(ServiceSpec service, ServiceView view, Circumstances circumstances) {
        this.service = service;
        this.addresses = new ServiceAddresses(service, circumstances);
        this.backends = new Backends(view.slices());
        this.node = circumstances.node();
        this.settings = circumstances.settings();
        this.ledger = circumstances.ledger();
        this.virtualServers = new VirtualServers(service, circumstances);
        this.health = new ServerHealth(service, view.failedChecks(), new CheckTargets(circumstances));
    }

    /**
     * The facts beside the Service.
     *
     * @param node this node
     * @param settings the settings
     * @param ledger what the other Services want
     * @param missing schedulers that the kernel does not have
     */
    public record Circumstances(NodeView node, Settings settings, Ledger ledger, Set<Scheduler> missing) {}

    /** The footprint of this Service; {@link Footprint#NONE} when it is not proxied. */
    public static Footprint of(ServiceView view, Circumstances circumstances) {
        return view.service()
                .map(service -> new Footprints(service, view, circumstances).footprint())
                .orElse(Footprint.NONE);
    }

    /** The same, with a kernel that has every scheduler. */
    public static Footprint of(ServiceView view, NodeView node, Settings settings, Ledger ledger) {
        return of(view, new Circumstances(node, settings, ledger, Set.of()));
    }

    private Footprint footprint() {
        for (ServicePort port : service.ports()) {
            for (Family family : Family.values()) {
                add(port, family);
            }
        }
        admitHealthChecks();
        return footprint
                .created(service.created())
                .requests(addresses.requests())
                .vips(addresses.bound())
                .refused(addresses.refused())
                .notServed(addresses.notServed())
                .ignored(virtualServers.ignored())
                .ignored(health.ignored())
                .checks(health.checks())
                .build();
    }

    /**
     * Load balancers may ask for health at their own address, the VIP (kubernetes#117621). The program listens on addresses
     * with node ports, and the filter leads there.
     */
    private void admitHealthChecks() {
        int port = service.external().healthCheckNodePort();
        if (port == 0 || !service.policy().externalLocal()) {
            return;
        }
        addresses.all().stream()
                .filter(address -> address.kind() == AddressKind.LOAD_BALANCER)
                .map(ServiceAddress::ip)
                .filter(ip -> !node.has(ip) && isAnswered(ip.family()))
                .map(ip -> new VirtualServer.Key(ip, port, Protocol.TCP))
                .forEach(key -> footprint.admitIfNone(key, Admission.of(Admission.Kind.HEALTH_CHECK)));
    }

    private boolean isAnswered(Family family) {
        return node.node()
                .primary(family)
                .filter(settings.nodePortAddresses().of(node)::contains)
                .isPresent();
    }

    private void add(ServicePort port, Family family) {
        List<ServiceAddress> ofFamily = addresses.of(port, family);
        if (ofFamily.isEmpty()) {
            return;
        }
        Map<RealServer.Key, Endpoint> ofPort = backends.of(port, family);
        for (Endpoint endpoint : ofPort.values()) {
            if (node.isHome(endpoint)) {
                footprint.hairpin(endpoint.address());
            }
        }
        EndpointSelection endpoints = new EndpointSelection(ofPort, node, Shares.of(service.options()));
        Map<RealServer.Key, String> failed = health.failed(port, ofPort);
        Servers cluster = health.inForce(endpoints.cluster(), failed);
        Servers local = service.policy().isLocalForAny() ? health.inForce(endpoints.local(), failed) : Servers.NONE;
        Choice choice = new Choice(port, family, cluster, local);
        ofFamily.forEach(address -> add(address, choice));
    }

    /** The servers that a port has in one family: all of the cluster, and those of this node where they count. */
    private record Choice(ServicePort port, Family family, Servers cluster, Servers local) {
        boolean isClusterQuiet() {
            return cluster.areQuiet();
        }

        boolean isLocalQuiet() {
            return local.areQuiet();
        }
    }

    /** A port with a virtual server of its own for in-cluster clients. */
    private record MarkedPort(ServicePort port, Family family) {}

    private void add(ServiceAddress address, Choice choice) {
        VirtualServer.Key key = new VirtualServer.Key(
                address.ip(), address.port(choice.port()), choice.port().protocol());
        if (address.kind() == AddressKind.EXTERNAL_IP && node.isListening(key.protocol(), key.vip(), key.port())) {
            footprint.refused(List.of(inUse(key)));
            return;
        }
        boolean isLocal = address.isLocal(service.policy());
        Frontend frontend = virtualServers.frontend(key, isLocal ? choice.local() : choice.cluster());
        // Of a cluster address and an equal external address the cluster address counts: it comes first.
        if (footprint.add(frontend)) {
            footprint.kind(key, address.kind()).admit(key, admission(address, choice));
        }
    }

    private static RefusedAddress inUse(VirtualServer.Key key) {
        return new RefusedAddress(
                "spec.externalIPs", key.vip(), RefusedAddress.Reason.IN_USE, key.protocol() + " " + key.port());
    }

    private Admission admission(ServiceAddress address, Choice choice) {
        Optional<Set<Cidr>> sources = addresses.sources(address);
        if (address.isSplit(service.policy()) && !(choice.isClusterQuiet() && choice.isLocalQuiet())) {
            Admission.Kind kind = choice.isLocalQuiet() ? Admission.Kind.NO_LOCAL : Admission.Kind.LOCAL;
            return new Admission(kind, inClusterMark(choice), sources);
        }
        boolean isCluster = address.kind() == AddressKind.CLUSTER_IP;
        boolean isEmpty = address.isLocal(service.policy()) ? choice.isLocalQuiet() : choice.isClusterQuiet();
        Admission.Kind open = isCluster ? Admission.Kind.CLUSTER : Admission.Kind.EXTERNAL;
        return Admission.of(isEmpty ? Admission.Kind.REFUSE : open, sources);
    }

    /** Adds the virtual server of in-cluster clients, one for all addresses of a port. Returns its mark. */
    private int inClusterMark(Choice choice) {
        ServicePort port = choice.port();
        int mark = marks.computeIfAbsent(new MarkedPort(port, choice.family()), this::freeMark);
        VirtualServer.Key key = VirtualServer.Key.ofMark(choice.family(), mark);
        footprint.add(virtualServers.frontend(key, choice.cluster()));
        return mark;
    }

    /** The first free mark: neither another Service nor another port of this one has it. */
    private int freeMark(MarkedPort marked) {
        ServicePort port = marked.port();
        int mark = Mark.of(port.protocol(), service.name() + " " + port.name() + " " + port.port());
        while (ledger.isOfAnother(VirtualServer.Key.ofMark(marked.family(), mark), service.name())
                || marks.containsValue(mark)) {
            mark = Mark.next(mark);
        }
        return mark;
    }
}
