package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.Set;

/**
 * Whether the kernel has what an operation of a plan needs. In a plan without failures it always does. After a refusal
 * this keeps later operations from failing as a consequence, and from doing harm.
 */
final class Prerequisites implements KernelOp.Cases<Boolean> {
    private final Reality reality;
    private final Ledger ledger;

    Prerequisites(Reality reality, Ledger ledger) {
        this.reality = reality;
        this.ledger = ledger;
    }

    boolean areMet(KernelOp op) {
        return op.bySubsystem(this);
    }

    @Override
    public Boolean addVirtualServer(IpvsOp.AddVirtualServer op) {
        return isAdmitted(op.virtualServer())
                || reality.filter().isVip(op.virtualServer().vip());
    }

    /** While its scheduler changes, a virtual server refuses new connections: they must be paused. */
    @Override
    public Boolean changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
        return !op.isOtherScheduler() || reality.filter().isPaused(op.virtualServer());
    }

    @Override
    public Boolean addRealServer(IpvsOp.AddRealServer op) {
        return reality.virtualServer(op.virtualServer()).isPresent();
    }

    @Override
    public Boolean changeRealServer(IpvsOp.ChangeRealServer op) {
        return true;
    }

    @Override
    public Boolean dropRealServer(IpvsOp.DropRealServer op) {
        return true;
    }

    /** An open port of a VIP without a virtual server would be a port of the node itself. */
    @Override
    public Boolean dropVirtualServer(IpvsOp.DropVirtualServer op) {
        VirtualServer.Key key = op.virtualServer();
        return !(reality.filter().isVip(key.vip()) && isOpen(key));
    }

    @Override
    public Boolean bindVip(VipOp.BindVip op) {
        return reality.filter().isVip(op.vip())
                && !reality.virtualServersOf(op.vip()).isEmpty()
                && reality.filter().admissionsOf(op.vip()).stream().noneMatch(this::isBare);
    }

    @Override
    public Boolean unbindVip(VipOp.UnbindVip op) {
        return true;
    }

    @Override
    public Boolean putAdmission(FilterOp.PutAdmission op) {
        VirtualServer.Key key = op.virtualServer();
        boolean isNext = reality.filter().admission(key).equals(op.before());
        return isNext
                && switch (op.phase()) {
                    case CHANGE_ADMISSIONS -> exists(key, op.admission()) && hasItsMark(key, op.admission());
                    case CLEAN_UP_FILTER -> hasOnlyServers(key, wantedServers(key));
                    default -> true;
                };
    }

    @Override
    public Boolean dropAdmission(FilterOp.DropAdmission op) {
        return reality.filter().isVip(op.virtualServer().vip()) || hasOnlyServers(op.virtualServer(), Set.of());
    }

    @Override
    public Boolean putAddress(FilterOp.PutAddress op) {
        return true;
    }

    /** A bound VIP stays protected: else clients would reach the node's own ports on it. */
    @Override
    public Boolean dropAddress(FilterOp.DropAddress op) {
        return op.set() != AddressSet.VIPS || !reality.isBound(op.address());
    }

    @Override
    public Boolean putNodeFilterConfig(FilterOp.PutNodeFilterConfig op) {
        return reality.filter().config().equals(op.before());
    }

    @Override
    public Boolean pauseNewConnections(FilterOp.PauseNewConnections op) {
        return reality.virtualServer(op.virtualServer()).isPresent();
    }

    @Override
    public Boolean resumeNewConnections(FilterOp.ResumeNewConnections op) {
        return reality.filter().isPaused(op.virtualServer());
    }

    @Override
    public Boolean forgetFlows(FlowOp.ForgetFlows op) {
        return true;
    }

    private boolean isBare(VirtualServer.Key key) {
        return reality.virtualServer(key).isEmpty() && isOpen(key);
    }

    private boolean isOpen(VirtualServer.Key key) {
        return reality.filter()
                .admission(key)
                .filter(admission -> admission.kind().needsVirtualServer())
                .isPresent();
    }

    private boolean exists(VirtualServer.Key key, Admission admission) {
        return !admission.kind().needsVirtualServer()
                || reality.virtualServer(key).isPresent();
    }

    private boolean hasItsMark(VirtualServer.Key key, Admission admission) {
        return admission.inClusterMark() == 0
                || reality.virtualServer(VirtualServer.Key.ofMark(key.vip().family(), admission.inClusterMark()))
                        .isPresent();
    }

    /** Whether it has no other server that takes connections: clients may connect to these with their own address. */
    private boolean hasOnlyServers(VirtualServer.Key key, Set<RealServer.Key> servers) {
        return reality.realServers(key).values().stream()
                .allMatch(server -> server.isQuiet() || servers.contains(server.key()));
    }

    private Set<RealServer.Key> wantedServers(VirtualServer.Key key) {
        return ledger.wanted(key)
                .map(frontend -> frontend.realServers().keySet())
                .orElse(Set.of());
    }

    /** On an address of the node, a virtual server without an admission sends packets out unmasqueraded. */
    private boolean isAdmitted(VirtualServer.Key key) {
        return key.isByMark() || reality.filter().admission(key).isPresent();
    }
}
