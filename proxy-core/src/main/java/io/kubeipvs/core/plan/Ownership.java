package io.kubeipvs.core.plan;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;

/**
 * Which kernel objects that no Service wants belong to kube-ipvs. All others belong to other programs and stay as they
 * are. The reasons are in {@code docs/adr/0004-what-is-ours.md}. Used by one thread.
 */
public final class Ownership {
    private final Ledger ledger;
    private final Reality reality;
    private final ServiceNotes notes;
    private NodeView node = NodeView.UNKNOWN;
    private Settings settings = Settings.DEFAULT;

    public Ownership(Ledger ledger, Reality reality, ServiceNotes notes) {
        this.ledger = ledger;
        this.reality = reality;
        this.notes = notes;
    }

    /** The node from now on. */
    public void setNode(NodeView now) {
        node = now;
    }

    /** The operator's settings from now on. */
    public void setSettings(Settings now) {
        settings = now;
    }

    /**
     * Whether a virtual server is ours although no Service wants it: our filter has an admission or a VIP for it; its
     * mark is one of ours; its address is on our link or is the VIP of a Service; or it is on an address of this node and
     * Kubernetes assigns node ports in the range of its port.
     */
    public boolean isOurs(VirtualServer.Key key) {
        boolean isInFilter =
                reality.filter().admission(key).isPresent() || reality.filter().isVip(key.vip());
        return isInFilter
                || Mark.isOurs(key.mark())
                || isOnVip(key)
                || node.has(key.vip()) && settings.nodePortRange().contains(key.port());
    }

    /**
     * Whether an unwanted virtual server may keep its connections: it is ours, its packets still arrive here, and no
     * other program listens on its address.
     */
    public boolean mayDrain(VirtualServer.Key key) {
        boolean isReachable = key.isByMark() || isOnVip(key) || node.has(key.vip());
        return isReachable && isOurs(key) && !notes.isNotServed(key.vip());
    }

    /** Whether unwanted objects on this address stay, by the operator's choice. */
    public boolean isExcluded(Ip vip) {
        return settings.excludedRanges().stream().anyMatch(range -> range.contains(vip));
    }

    private boolean isOnVip(VirtualServer.Key key) {
        return reality.isBound(key.vip()) || ledger.isWanted(key.vip());
    }
}
