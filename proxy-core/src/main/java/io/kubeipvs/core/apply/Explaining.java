package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.NodeFilterConfigs;
import io.kubeipvs.core.explain.Explainer;
import io.kubeipvs.core.explain.Explanations;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.plan.Planner;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Instant;

/** Answers questions about packets from the state of a reconciler, and changes nothing. Used by the reconciler's thread. */
public final class Explaining {
    private final Reconciler reconciler;
    private final ChangeTracker tracker;
    private final NodeView node;

    /**
     * @param tracker the Services that the reconciler takes over
     * @param node the node that the reconciler knows
     */
    public Explaining(Reconciler reconciler, ChangeTracker tracker, NodeView node) {
        this.reconciler = reconciler;
        this.tracker = tracker;
        this.node = node;
    }

    /** The explanation of the packets that a question is about, in the desired state. */
    public Explanations answer(PacketQuestion question, Instant now) {
        Planner planner = reconciler.planner();
        Settings settings = reconciler.settings();
        Explainer.Facts facts = new Explainer.Facts(
                tracker,
                new Explainer.Objects(planner.ledger(), planner.reality(), planner.drains()),
                settings.drainTimeout(),
                node,
                NodeFilterConfigs.of(node, settings));
        return Explainer.explain(facts, question, now);
    }
}
