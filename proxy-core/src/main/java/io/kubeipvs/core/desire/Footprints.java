package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ServiceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Works out what a Service wants in the kernel. A pure function: same Service, same node, same settings, same footprint.
 */
public final class Footprints {
    private final ServiceSpec service;
    private final ServiceAddresses addresses;
    private final Backends backends;
    private final NodeView node;
    private final Settings settings;
    private final Map<VirtualServer.Key, Frontend> frontends = new HashMap<>();
    private final Map<VirtualServer.Key, Frontend> inside = new HashMap<>();

    private Footprints(ServiceSpec service, ServiceView view, NodeView node, Settings settings) {
        this.service = service;
        this.addresses = new ServiceAddresses(service, node, settings);
        this.backends = new Backends(view.slices());
        this.node = node;
        this.settings = settings;
    }

    /** The footprint of this Service; {@link Footprint#NONE} when it is not proxied. */
    public static Footprint of(ServiceView view, NodeView node, Settings settings) {
        return view.service()
                .map(service -> new Footprints(service, view, node, settings).footprint())
                .orElse(Footprint.NONE);
    }

    private Footprint footprint() {
        for (ServicePort port : service.ports()) {
            for (Family family : Family.values()) {
                add(port, family);
            }
        }
        return new Footprint(frontends, inside, addresses.bound(), addresses.refused());
    }

    private void add(ServicePort port, Family family) {
        List<ServiceAddress> ofFamily = addresses.all().stream()
                .filter(address -> address.ip().family() == family && address.port(port) != 0)
                .toList();
        if (ofFamily.isEmpty()) {
            return;
        }
        EndpointSelection endpoints = new EndpointSelection(backends.of(port, family), node);
        Map<RealServer.Key, RealServer> cluster = endpoints.cluster();
        Map<RealServer.Key, RealServer> local = endpoints.local();
        for (ServiceAddress address : ofFamily) {
            VirtualServer server = virtualServer(address, port);
            boolean isLocal = address.isLocal(service.policy());
            // Where one address is asked for twice, as a cluster address and an external one, the cluster's counts.
            Frontend taken = frontends.putIfAbsent(server.key(), new Frontend(server, isLocal ? local : cluster));
            if (taken == null && address.isSplit(service.policy())) {
                inside.put(server.key(), new Frontend(server, cluster));
            }
        }
    }

    private VirtualServer virtualServer(ServiceAddress address, ServicePort port) {
        int affinity = service.policy().affinitySeconds();
        int flags = flags(settings.scheduler()) | (affinity > 0 ? VirtualServer.FLAG_PERSISTENT : 0);
        VirtualServer.Key key = new VirtualServer.Key(address.ip(), address.port(port), port.protocol());
        return new VirtualServer(key, settings.scheduler().kernelName(), flags, affinity);
    }

    private static int flags(Scheduler scheduler) {
        return switch (scheduler) {
            case SH -> VirtualServer.FLAG_FALLBACK;
            case MH -> VirtualServer.FLAG_FALLBACK | VirtualServer.FLAG_MH_PORT;
            default -> 0;
        };
    }
}
