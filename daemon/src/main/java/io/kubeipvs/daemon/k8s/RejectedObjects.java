package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.compact.SecretHash;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that cannot be used as they are, and those that are used without some of their elements. Each is logged once
 * when its problem begins and once when it ends, and gets an Event.
 */
public final class RejectedObjects implements Rejections {
    /** All kinds that can be rejected. */
    public static final List<String> KINDS =
            List.of("Service", "EndpointSlice", "Endpoints", "Node", "ServiceCIDR", "manifest");

    /** So many elements of an object are named in one line; the number of all is beside them. */
    private static final int NAMED = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RejectedObjects.class);

    record Id(String kind, String where) {
        /** Tenants choose the names of their objects, and may have thousands that cannot be used. */
        @Override
        public int hashCode() {
            return SecretHash.of(kind, where);
        }

        @Override
        public String toString() {
            return kind + " " + where;
        }
    }

    /** @param elements how many are refused while the rest of the object is used; 0 = the object is not used */
    private record Problem(String text, int elements) {}

    private final EventRecorder events;
    private final Map<Id, Problem> problems = new HashMap<>();

    /** @param events receives one for each new problem */
    public RejectedObjects(EventRecorder events) {
        this.events = events;
    }

    @Override
    public synchronized void reject(String kind, String where, String problem) {
        Id id = new Id(kind, where);
        if (isNew(id, new Problem(problem, 0))) {
            LOG.warn("object_rejected object=\"{}\" cause=\"{}\"", id, problem);
            record(id, Report.Reason.OBJECT_REJECTED, problem);
        }
    }

    @Override
    public synchronized void refuse(String kind, String where, List<String> elements) {
        Id id = new Id(kind, where);
        String text = String.join("; ", elements.subList(0, Math.min(NAMED, elements.size())));
        if (isNew(id, new Problem(text, elements.size()))) {
            LOG.warn(
                    "elements_refused object=\"{}\" count={} cause=\"{}\" effect=\"the rest of the object is in force\"",
                    id,
                    elements.size(),
                    text);
            record(id, Report.Reason.ELEMENT_REFUSED, elements.size() + " not used: " + text);
        }
    }

    @Override
    public synchronized void clear(String kind, String where) {
        Id id = new Id(kind, where);
        if (problems.remove(id) != null) {
            LOG.info("object_no_longer_rejected object=\"{}\"", id);
        }
    }

    /**
     * One of them.
     *
     * @param object its kind and name
     * @param elements how many of its elements are not used, 0 = the whole object is not
     */
    public record Rejected(String object, String cause, int elements) {}

    /** All of them now, sorted; a copy. */
    public synchronized List<Rejected> all() {
        return problems.entrySet().stream()
                .map(each -> new Rejected(
                        each.getKey().toString(),
                        each.getValue().text(),
                        each.getValue().elements()))
                .sorted(Comparator.comparing(Rejected::object))
                .toList();
    }

    /** How many objects of this kind are rejected now. */
    public synchronized long count(String kind) {
        return problems.entrySet().stream()
                .filter(each ->
                        each.getKey().kind().equals(kind) && each.getValue().elements() == 0)
                .count();
    }

    /** How many elements are refused now of the objects of this kind that are in force. */
    public synchronized long refused(String kind) {
        return problems.entrySet().stream()
                .filter(each -> each.getKey().kind().equals(kind))
                .mapToLong(each -> each.getValue().elements())
                .sum();
    }

    private boolean isNew(Id id, Problem problem) {
        return !problem.equals(problems.put(id, problem));
    }

    private void record(Id id, Report.Reason reason, String note) {
        Subject.of(id.kind(), id.where()).ifPresent(about -> events.record(new Report(about, reason, note)));
    }
}
