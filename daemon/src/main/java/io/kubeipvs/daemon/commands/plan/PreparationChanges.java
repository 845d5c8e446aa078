package io.kubeipvs.daemon.commands.plan;

import io.kubeipvs.daemon.commands.plan.PlannedChange.Action;
import io.kubeipvs.daemon.kernel.PlannedPreparation;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.daemon.kernel.settings.PlannedSettings;
import io.kubeipvs.daemon.kernel.takeover.PlannedTakeover;
import java.util.ArrayList;
import java.util.List;

/** The changes to what no Service is about: before the first operation, and after the first complete round. */
final class PreparationChanges {
    private static final String TABLE = "table of the packet filter";

    private PreparationChanges() {}

    /** Those before the first operation. */
    static List<PlannedChange> before(PlannedPreparation preparation) {
        List<PlannedChange> changes = new ArrayList<>();
        for (PlannedSettings.Change change : preparation.settings().changes()) {
            changes.add(new PlannedChange(
                    Action.CHANGE, "kernel setting", change.key(), change.before() + " -> " + change.after()));
        }
        if (preparation.isLinkMissing()) {
            changes.add(new PlannedChange(Action.ADD, "link", VipLink.NAME));
        }
        preparation.tables().created().forEach(table -> changes.add(new PlannedChange(Action.ADD, TABLE, table)));
        preparation
                .tables()
                .replaced()
                .forEach((table, differences) ->
                        changes.add(new PlannedChange(Action.CHANGE, TABLE, table, "differs: " + differences)));
        return changes;
    }

    /** Those after the first complete round. */
    static List<PlannedChange> after(PlannedTakeover takeover) {
        List<PlannedChange> changes = new ArrayList<>();
        takeover.chains().forEach(chain -> changes.add(new PlannedChange(Action.REMOVE, "chain of kube-proxy", chain)));
        takeover.sets().forEach(set -> changes.add(new PlannedChange(Action.REMOVE, "ipset of kube-proxy", set)));
        takeover.emptiedSets()
                .forEach(set -> changes.add(new PlannedChange(
                        Action.CHANGE,
                        "ipset of kube-proxy",
                        set,
                        "emptied; it stays, because rules of iptables-legacy refer to it")));
        return changes;
    }
}
