package io.kubeipvs.core.plan;

import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts operations in order: by phase, and those of a scheduler change by virtual server and then by phase. */
final class Steps {
    private Steps() {}

    /** One step for each phase with operations; for a phase per virtual server one step for each virtual server. */
    static List<Plan.Step> of(Collection<KernelOp> operations) {
        Map<Phase, List<KernelOp>> byPhase = new EnumMap<>(Phase.class);
        Map<KernelObject, List<KernelOp>> perVirtualServer = new LinkedHashMap<>();
        for (KernelOp op : operations) {
            if (op.phase().isPerVirtualServer()) {
                perVirtualServer
                        .computeIfAbsent(op.object(), object -> new ArrayList<>())
                        .add(op);
            } else {
                byPhase.computeIfAbsent(op.phase(), phase -> new ArrayList<>()).add(op);
            }
        }
        List<Plan.Step> steps = new ArrayList<>();
        byPhase.forEach((phase, ops) -> steps.add(new Plan.Step(phase, ops)));
        perVirtualServer.values().forEach(ops -> ops.forEach(op -> steps.add(new Plan.Step(op.phase(), List.of(op)))));
        // Stable: the steps of one virtual server stay together, between the phases before and after them.
        steps.sort(Comparator.comparing(
                step -> step.phase().isPerVirtualServer() ? Phase.CHANGE_SCHEDULERS : step.phase()));
        return steps;
    }
}
