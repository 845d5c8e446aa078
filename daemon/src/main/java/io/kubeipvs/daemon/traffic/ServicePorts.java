package io.kubeipvs.daemon.traffic;

import io.kubeipvs.core.desire.Footprint;
import io.kubeipvs.core.desire.Footprints;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.traffic.TrafficPage.Port;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the Service port of each virtual server. A pure function. */
final class ServicePorts {
    private ServicePorts() {}

    /** By the name of the virtual server, such as {@code TCP 10.96.0.1:443}. */
    static Map<String, Port> of(List<ServiceView> services, NodeView node, Settings settings) {
        Map<String, Port> owners = new HashMap<>();
        Ledger none = new Ledger();
        for (ServiceView view : services) {
            view.service().ifPresent(service -> add(view, service, Footprints.of(view, node, settings, none), owners));
        }
        return owners;
    }

    private static void add(ServiceView view, ServiceSpec service, Footprint footprint, Map<String, Port> owners) {
        for (VirtualServer.Key key : footprint.frontends().keySet()) {
            if (!key.isByMark()) {
                Port port =
                        new Port(view.name(), port(service, key), key.protocol().toString());
                owners.put(key.toString(), port);
                int mark = footprint.admissions().get(key).inClusterMark();
                if (mark != 0) {
                    owners.put(
                            VirtualServer.Key.ofMark(key.vip().family(), mark).toString(), port);
                }
            }
        }
    }

    private static String port(ServiceSpec service, VirtualServer.Key key) {
        return service.ports().stream()
                .filter(port -> port.protocol() == key.protocol())
                .filter(port -> port.port() == key.port() || port.nodePort() == key.port())
                .findFirst()
                .map(ServicePorts::text)
                .orElse(Integer.toString(key.port()));
    }

    private static String text(ServicePort port) {
        return port.name().isEmpty() ? Integer.toString(port.port()) : port.name();
    }
}
