package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ServiceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Works out what a Service wants in the kernel. A pure function: same Service, same settings, same footprint. */
public final class Footprints {
    /** Kubernetes has no notion of endpoint weights: every one has the same share. */
    private static final int WEIGHT = 1;

    private Footprints() {}

    /** The footprint of this Service; {@link Footprint#NONE} when it is not proxied. */
    public static Footprint of(ServiceView view, Settings settings) {
        return view.service()
                .map(service -> of(service, view.slices(), settings))
                .orElse(Footprint.NONE);
    }

    private static Footprint of(ServiceSpec service, List<SliceSpec> slices, Settings settings) {
        Map<VirtualServer.Key, Frontend> frontends = new HashMap<>();
        for (Ip vip : service.clusterIps()) {
            for (ServicePort port : service.ports()) {
                VirtualServer server = virtualServer(vip, port, settings.scheduler());
                frontends.put(server.key(), new Frontend(server, realServers(slices, port, vip.family())));
            }
        }
        return new Footprint(frontends, Set.copyOf(service.clusterIps()));
    }

    private static VirtualServer virtualServer(Ip vip, ServicePort port, Scheduler scheduler) {
        VirtualServer.Key key = new VirtualServer.Key(vip, port.port(), port.protocol());
        return new VirtualServer(key, scheduler.kernelName(), flags(scheduler), 0);
    }

    private static int flags(Scheduler scheduler) {
        return switch (scheduler) {
            case SH -> VirtualServer.FLAG_FALLBACK;
            case MH -> VirtualServer.FLAG_FALLBACK | VirtualServer.FLAG_MH_PORT;
            default -> 0;
        };
    }

    /** The ready endpoints of all slices, each address and port once: a slice pair may share one while it moves. */
    private static Map<RealServer.Key, RealServer> realServers(
            List<SliceSpec> slices, ServicePort servicePort, Family family) {
        Map<RealServer.Key, RealServer> servers = new HashMap<>();
        for (SliceSpec slice : slices) {
            for (SlicePort port : slice.ports()) {
                if (port.name().equals(servicePort.name()) && port.protocol() == servicePort.protocol()) {
                    addReady(slice, port.port(), family, servers);
                }
            }
        }
        return servers;
    }

    private static void addReady(SliceSpec slice, int port, Family family, Map<RealServer.Key, RealServer> servers) {
        for (Endpoint endpoint : slice.endpoints()) {
            if (endpoint.ready() && endpoint.address().family() == family) {
                RealServer.Key key = new RealServer.Key(endpoint.address(), port);
                servers.put(key, new RealServer(key, WEIGHT));
            }
        }
    }
}
