package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.track.ServiceView;
import java.util.Map;

/** The endpoints of one port of a Service in one family, and why some of them get no new connections. */
public final class PortEndpoints {
    private final Map<RealServer.Key, Endpoint> all;
    private final EndpointSelection selection;

    private PortEndpoints(Map<RealServer.Key, Endpoint> all, NodeView node) {
        this.all = all;
        this.selection = new EndpointSelection(all, node);
    }

    /** The endpoints of this port on this node. */
    public static PortEndpoints of(ServiceView service, ServicePort port, Family family, NodeView node) {
        return new PortEndpoints(new Backends(service.slices()).of(port, family), node);
    }

    /** All endpoints, in any condition. */
    public Map<RealServer.Key, Endpoint> all() {
        return all;
    }

    /** The endpoints that get no new connections, and why. @param isLocal whether only those of this node may get some */
    public Map<RealServer.Key, Unselected> unselected(boolean isLocal) {
        return selection.unselected(isLocal);
    }
}
