package io.kubeipvs.daemon.commands.plan;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.commands.plan.PlannedChange.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes that operations mean: one for each object. A filter entry that is put twice on its way is one change, and the
 * pause of a scheduler change is none.
 */
final class OperationChanges implements KernelOp.Cases<Optional<PlannedChange>> {
    private static final String REAL_SERVER = "real server";
    private static final String VIP = "VIP";
    private static final String FILTER_ENTRY = "entry of the packet filter";

    private OperationChanges() {}

    private record Id(String kind, String object) {}

    /** The changes, in the order of the operations. */
    static List<PlannedChange> of(List<KernelOp> operations) {
        OperationChanges changes = new OperationChanges();
        Map<Id, PlannedChange> all = new LinkedHashMap<>();
        operations.stream()
                .map(op -> op.bySubsystem(changes))
                .flatMap(Optional::stream)
                .forEach(change -> all.putIfAbsent(new Id(change.kind(), change.object()), change));
        return List.copyOf(all.values());
    }

    private static Optional<PlannedChange> change(Action action, String kind, Object object) {
        return Optional.of(new PlannedChange(action, kind, object.toString()));
    }

    private static String kind(VirtualServer.Key key) {
        return key.isByMark() ? "virtual server by mark" : "virtual server";
    }

    private static String name(VirtualServer.Key virtualServer, Object server) {
        return virtualServer + " -> " + server;
    }

    @Override
    public Optional<PlannedChange> addVirtualServer(IpvsOp.AddVirtualServer op) {
        return change(Action.ADD, kind(op.virtualServer()), op.virtualServer());
    }

    @Override
    public Optional<PlannedChange> changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
        return Optional.of(new PlannedChange(
                Action.CHANGE,
                kind(op.virtualServer()),
                op.virtualServer().toString(),
                differences(op.before(), op.server())));
    }

    private static String differences(VirtualServer before, VirtualServer after) {
        List<String> all = new ArrayList<>();
        if (!before.scheduler().equals(after.scheduler())) {
            all.add("scheduler " + before.scheduler() + " -> " + after.scheduler());
        }
        if (before.flags() != after.flags()) {
            all.add("flags 0x" + Integer.toHexString(before.flags()) + " -> 0x" + Integer.toHexString(after.flags()));
        }
        if (before.timeoutSeconds() != after.timeoutSeconds()) {
            all.add("affinity " + before.timeoutSeconds() + " s -> " + after.timeoutSeconds() + " s");
        }
        if (before.persistencePrefix() != after.persistencePrefix()) {
            all.add("persistence prefix " + before.persistencePrefix() + " -> " + after.persistencePrefix());
        }
        return String.join(", ", all);
    }

    @Override
    public Optional<PlannedChange> addRealServer(IpvsOp.AddRealServer op) {
        return change(
                Action.ADD, REAL_SERVER, name(op.virtualServer(), op.server().key()));
    }

    @Override
    public Optional<PlannedChange> changeRealServer(IpvsOp.ChangeRealServer op) {
        String name = name(op.virtualServer(), op.server().key());
        return op.server().isQuiet()
                ? change(Action.DRAIN, REAL_SERVER, name)
                : Optional.of(new PlannedChange(
                        Action.CHANGE,
                        REAL_SERVER,
                        name,
                        "weight " + op.server().weight() + op.server().limits()));
    }

    @Override
    public Optional<PlannedChange> dropRealServer(IpvsOp.DropRealServer op) {
        return change(Action.REMOVE, REAL_SERVER, name(op.virtualServer(), op.server()));
    }

    @Override
    public Optional<PlannedChange> dropVirtualServer(IpvsOp.DropVirtualServer op) {
        return change(Action.REMOVE, kind(op.virtualServer()), op.virtualServer());
    }

    @Override
    public Optional<PlannedChange> bindVip(VipOp.BindVip op) {
        return change(Action.ADD, VIP, op.vip());
    }

    @Override
    public Optional<PlannedChange> unbindVip(VipOp.UnbindVip op) {
        return change(Action.REMOVE, VIP, op.vip());
    }

    @Override
    public Optional<PlannedChange> putAdmission(FilterOp.PutAdmission op) {
        return change(op.before().isEmpty() ? Action.ADD : Action.CHANGE, FILTER_ENTRY, op.virtualServer());
    }

    @Override
    public Optional<PlannedChange> dropAdmission(FilterOp.DropAdmission op) {
        return change(Action.REMOVE, FILTER_ENTRY, op.virtualServer());
    }

    @Override
    public Optional<PlannedChange> putAddress(FilterOp.PutAddress op) {
        return change(Action.ADD, FILTER_ENTRY, op.set() + " " + op.address());
    }

    @Override
    public Optional<PlannedChange> dropAddress(FilterOp.DropAddress op) {
        return change(Action.REMOVE, FILTER_ENTRY, op.set() + " " + op.address());
    }

    @Override
    public Optional<PlannedChange> putNodeFilterConfig(FilterOp.PutNodeFilterConfig op) {
        return change(Action.CHANGE, FILTER_ENTRY, "configuration of the node");
    }

    @Override
    public Optional<PlannedChange> pauseNewConnections(FilterOp.PauseNewConnections op) {
        return Optional.empty();
    }

    @Override
    public Optional<PlannedChange> resumeNewConnections(FilterOp.ResumeNewConnections op) {
        return Optional.empty();
    }

    @Override
    public Optional<PlannedChange> forgetFlows(FlowOp.ForgetFlows op) {
        return change(Action.REMOVE, "flow of connection tracking", name(op.virtualServer(), op.server()));
    }
}
