package io.kubeipvs.core.kernel;

import java.util.List;

/**
 * The result of {@link Kernel#prepare}.
 *
 * @param repaired what another program had changed or removed, and is as wanted again; what did not exist before the
 *     first preparation is created silently
 * @param problems what cannot be as wanted; work continues without it
 */
public record Preparation(List<String> repaired, List<Problem> problems) {
    /** Everything was as wanted, or is created now. */
    public static final Preparation CLEAN = new Preparation(List.of(), List.of());

    /** Copies both lists. */
    public Preparation {
        repaired = List.copyOf(repaired);
        problems = List.copyOf(problems);
    }
}
