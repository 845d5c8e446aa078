package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.model.PortRange;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names node ports among the source ports of masqueraded connections, each once: the answer to such a connection would
 * go to the Service. The configuration may name another range than the API server has.
 */
public final class SourcePortWatch implements SyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(SourcePortWatch.class);

    private final PortRange sourcePorts;
    private final Set<Integer> known = new HashSet<>();

    /** @param sourcePorts those of masqueraded connections */
    public SourcePortWatch(PortRange sourcePorts) {
        this.sourcePorts = sourcePorts;
    }

    @Override
    public void roundEnded(SyncReport report) {
        report.applied().forEach(view -> view.service().ifPresent(this::look));
    }

    private void look(ServiceSpec service) {
        for (ServicePort port : service.ports()) {
            if (port.nodePort() != 0 && sourcePorts.contains(port.nodePort()) && known.add(port.nodePort())) {
                LOG.warn(
                        "node_ports_overlap object=\"Service {}\" cause=\"node port {} is in masqueradePorts {}\""
                                + " fix=\"set nodePortRange to the API server's range, and masqueradePorts to another\"",
                        service.name(),
                        port.nodePort(),
                        sourcePorts);
            }
        }
    }
}
