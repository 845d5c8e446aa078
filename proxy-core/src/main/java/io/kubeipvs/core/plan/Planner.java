package io.kubeipvs.core.plan;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.Touched;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what is wanted with what the kernel acknowledged, for the touched objects only: the cost of a plan is that
 * of what changed, however many Services there are.
 */
public final class Planner {
    private final Ledger ledger;
    private final Reality reality;

    public Planner(Ledger ledger, Reality reality) {
        this.ledger = ledger;
        this.reality = reality;
    }

    /** The operations that make the touched objects as they are wanted; empty when they are. */
    public Plan plan(Touched touched) {
        List<KernelOp> ops = new ArrayList<>();
        touched.virtualServers().forEach(key -> compare(key, ops));
        touched.vips().forEach(vip -> compare(vip, ops));
        return Plan.of(ops);
    }

    private void compare(VirtualServer.Key key, List<KernelOp> ops) {
        Optional<Frontend> wanted = ledger.wanted(key);
        Optional<VirtualServer> actual = reality.virtualServer(key);
        if (wanted.isPresent()) {
            put(wanted.get().virtualServer(), actual, ops);
            compareServers(key, wanted.get().realServers(), reality.realServers(key), ops);
        } else if (actual.isPresent()) {
            ops.add(new KernelOp.DropVirtualServer(key));
        }
    }

    private static void put(VirtualServer wanted, Optional<VirtualServer> actual, List<KernelOp> ops) {
        if (actual.isEmpty()) {
            ops.add(new KernelOp.AddVirtualServer(wanted));
        } else if (!actual.get().equals(wanted)) {
            ops.add(new KernelOp.ChangeVirtualServer(wanted));
        }
    }

    private static void compareServers(
            VirtualServer.Key key,
            Map<RealServer.Key, RealServer> wanted,
            Map<RealServer.Key, RealServer> actual,
            List<KernelOp> ops) {
        for (RealServer server : wanted.values()) {
            RealServer present = actual.get(server.key());
            if (present == null) {
                ops.add(new KernelOp.AddRealServer(key, server));
            } else if (!present.equals(server)) {
                ops.add(new KernelOp.ChangeRealServer(key, server));
            }
        }
        for (RealServer.Key server : actual.keySet()) {
            if (!wanted.containsKey(server)) {
                ops.add(new KernelOp.DropRealServer(key, server));
            }
        }
    }

    private void compare(Ip vip, List<KernelOp> ops) {
        boolean wanted = ledger.isWanted(vip);
        if (wanted && !reality.isBound(vip)) {
            ops.add(new KernelOp.BindVip(vip));
        } else if (!wanted && reality.isBound(vip)) {
            ops.add(new KernelOp.UnbindVip(vip));
        }
    }
}
