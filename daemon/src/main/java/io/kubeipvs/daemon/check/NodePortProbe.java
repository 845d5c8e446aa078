package io.kubeipvs.daemon.check;

import io.kubeipvs.daemon.node.NodePortOverlaps;
import java.io.IOException;
import java.util.List;

/** Source ports of this node's own connections: whether node ports are among them. */
public final class NodePortProbe implements Probe {
    private static final String WHAT = "node ports";

    private final NodePortOverlaps overlaps;

    /** A probe for these overlaps. */
    public NodePortProbe(NodePortOverlaps overlaps) {
        this.overlaps = overlaps;
    }

    @Override
    public List<CheckResult> run() {
        try {
            List<NodePortOverlaps.Problem> problems = overlaps.problems();
            return problems.isEmpty()
                    ? List.of(CheckResult.ok(WHAT, "no connection of this node begins at one"))
                    : problems.stream()
                            .map(problem -> CheckResult.warning(WHAT, problem.cause(), problem.fix()))
                            .toList();
        } catch (IOException e) {
            return List.of(CheckResult.warning(WHAT, "the kernel's ports cannot be read: " + e.getMessage(), ""));
        }
    }
}
