package io.kubeipvs.core.plan;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations by phase. Its text is one operation a line, in the order in which they are made.
 *
 * @param phases in order; phases with nothing to do are absent
 * @param later virtual servers that need more than is in this plan: they are for the next one, right after it
 */
public record Plan(Map<Phase, List<KernelOp>> phases, Set<VirtualServer.Key> later) {
    /** The plan that makes these operations, each in its phase. */
    static Plan of(Collection<KernelOp> operations, Set<VirtualServer.Key> later) {
        Map<Phase, List<KernelOp>> phases = new EnumMap<>(Phase.class);
        for (KernelOp op : operations) {
            phases.computeIfAbsent(op.phase(), p -> new ArrayList<>()).add(op);
        }
        return new Plan(phases, Collections.unmodifiableSet(new LinkedHashSet<>(later)));
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return phases.isEmpty();
    }

    /** All operations, in the order in which they are made. */
    public List<KernelOp> operations() {
        return phases.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        operations().forEach(op -> text.append(op).append('\n'));
        return text.toString();
    }
}
