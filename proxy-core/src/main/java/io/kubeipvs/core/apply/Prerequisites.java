package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Set;

/**
 * Whether what an operation of a plan needs is in the kernel. In a plan that goes well it always is; when an earlier
 * operation was refused, this keeps the later ones from failing in its wake or from doing harm.
 */
final class Prerequisites {
    private final Reality reality;
    private final Ledger ledger;

    Prerequisites(Reality reality, Ledger ledger) {
        this.reality = reality;
        this.ledger = ledger;
    }

    boolean areMet(KernelOp op) {
        if (op instanceof KernelOp.AddVirtualServer add) {
            return isAdmitted(add.virtualServer())
                    || isGuarded(add.virtualServer().vip());
        }
        if (op instanceof KernelOp.AddRealServer add) {
            return reality.virtualServer(add.virtualServer()).isPresent();
        }
        if (op instanceof KernelOp.BindVip bind) {
            return isGuarded(bind.vip())
                    && !reality.virtualServersOf(bind.vip()).isEmpty()
                    && reality.filter().admissionsOf(bind.vip()).stream().noneMatch(this::isBare);
        }
        if (op instanceof FilterOp.DropAddress drop) {
            return drop.set() != AddressSet.VIPS || !reality.isBound(drop.address());
        }
        if (op instanceof FilterOp.PutAdmission put) {
            return isReady(put);
        }
        if (op instanceof FilterOp.DropAdmission drop) {
            return isGuarded(drop.virtualServer().vip()) || leadsOnlyTo(drop.virtualServer(), Set.of());
        }
        return !(op instanceof KernelOp.DropVirtualServer drop) || !isExposing(drop.virtualServer());
    }

    private boolean isReady(FilterOp.PutAdmission put) {
        VirtualServer.Key key = put.virtualServer();
        Admission admission = put.admission();
        boolean isNext = reality.filter().admission(key).equals(put.before());
        return isNext
                && switch (put.phase()) {
                    case TURN -> isThere(key, admission) && isInsideThere(key, admission);
                    case RETIRE -> leadsOnlyTo(key, wantedServers(key));
                    default -> true;
                };
    }

    /** A port of a VIP that is open with no virtual server behind it would be one of the node's own. */
    private boolean isBare(VirtualServer.Key key) {
        return reality.virtualServer(key).isEmpty() && isOpen(key);
    }

    private boolean isOpen(VirtualServer.Key key) {
        return reality.filter()
                .admission(key)
                .filter(admission -> admission.kind() != Admission.Kind.REFUSE)
                .isPresent();
    }

    private boolean isThere(VirtualServer.Key key, Admission admission) {
        return admission.kind() == Admission.Kind.REFUSE
                || reality.virtualServer(key).isPresent();
    }

    private boolean isInsideThere(VirtualServer.Key key, Admission admission) {
        return admission.insideMark() == 0
                || reality.virtualServer(VirtualServer.Key.ofMark(key.vip().family(), admission.insideMark()))
                        .isPresent();
    }

    /** Only to servers that may be reached with the asker's own address. */
    private boolean leadsOnlyTo(VirtualServer.Key key, Set<RealServer.Key> servers) {
        return reality.realServers(key).values().stream()
                .allMatch(server -> server.isQuiet() || servers.contains(server.key()));
    }

    private Set<RealServer.Key> wantedServers(VirtualServer.Key key) {
        return ledger.wanted(key)
                .map(frontend -> frontend.realServers().keySet())
                .orElse(Set.of());
    }

    private boolean isExposing(VirtualServer.Key key) {
        return isGuarded(key.vip()) && isOpen(key);
    }

    /** On an address of the node, a virtual server of which the filter knows nothing sends packets out unmasqueraded. */
    private boolean isAdmitted(VirtualServer.Key key) {
        return key.isByMark() || reality.filter().admission(key).isPresent();
    }

    /** A VIP that the filter does not guard would expose the node's own ports. */
    private boolean isGuarded(Ip vip) {
        return reality.filter().contains(AddressSet.VIPS, vip);
    }
}
