package io.kubeipvs.daemon.k8s;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objects that cannot be used as they are. Each is logged once when its problem begins and once when it ends. */
public final class RejectedObjects implements Rejections {
    /** All kinds that can be rejected. */
    public static final List<String> KINDS =
            List.of("Service", "EndpointSlice", "Endpoints", "Node", "ServiceCIDR", "manifest");

    private static final Logger LOG = LoggerFactory.getLogger(RejectedObjects.class);

    private record Id(String kind, String where) {
        @Override
        public String toString() {
            return kind + " " + where;
        }
    }

    private final Map<Id, String> problems = new HashMap<>();

    @Override
    public synchronized void reject(String kind, String where, String problem) {
        Id id = new Id(kind, where);
        if (!problem.equals(problems.put(id, problem))) {
            LOG.warn("object_rejected object=\"{}\" cause=\"{}\"", id, problem);
        }
    }

    @Override
    public synchronized void clear(String kind, String where) {
        Id id = new Id(kind, where);
        if (problems.remove(id) != null) {
            LOG.info("object_no_longer_rejected object=\"{}\"", id);
        }
    }

    /** How many objects of this kind are rejected now. */
    public synchronized long count(String kind) {
        return problems.keySet().stream().filter(id -> id.kind().equals(kind)).count();
    }
}
