package io.kubeipvs.core.plan;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The objects that stay as the program found them while it only knows the state of an earlier run: the kernel's may be
 * newer. What is missing of them is added. A virtual server without real servers is no such object if the earlier state has
 * some for it. Used by one thread.
 */
public final class KeptObjects {
    private final Ledger ledger;
    private final Reality reality;
    private final Set<KernelObject> objects = new HashSet<>();

    public KeptObjects(Ledger ledger, Reality reality) {
        this.ledger = ledger;
        this.reality = reality;
    }

    /** Keeps everything that the kernel has now. */
    public void keepAll() {
        reality.virtualServers().stream()
                .filter(key -> ledger.wanted(key).isEmpty()
                        || !reality.realServers(key).isEmpty())
                .forEach(objects::add);
        reality.vips().forEach(vip -> objects.add(new KernelObject.Vip(vip)));
    }

    /** Keeps nothing any more. */
    public void release() {
        objects.clear();
    }

    /** The plan without the operations on these objects. */
    Plan without(Plan plan) {
        if (objects.isEmpty()) {
            return plan;
        }
        return new Plan(plan.objects(), steps(plan), draining(plan), plan.later(), plan.time());
    }

    private List<Plan.Step> steps(Plan plan) {
        Allowed allowed = new Allowed();
        return plan.steps().stream()
                .map(step -> new Plan.Step(
                        step.phase(),
                        step.operations().stream()
                                .filter(op -> !objects.contains(op.object()) || op.bySubsystem(allowed))
                                .toList()))
                .filter(step -> !step.operations().isEmpty())
                .toList();
    }

    /** One that is not drained does not begin to drain. */
    private Map<VirtualServer.Key, Set<RealServer.Key>> draining(Plan plan) {
        return plan.draining().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> objects.contains(entry.getKey())
                                ? quiet(entry.getKey(), entry.getValue())
                                : entry.getValue()));
    }

    private Set<RealServer.Key> quiet(VirtualServer.Key key, Set<RealServer.Key> servers) {
        return servers.stream()
                .filter(server -> reality.realServers(key).containsKey(server)
                        && reality.realServers(key).get(server).isQuiet())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether an operation adds what such an object lacks. */
    private final class Allowed implements KernelOp.Cases<Boolean> {
        private boolean isMissing(VirtualServer.Key key) {
            return reality.virtualServer(key).isEmpty();
        }

        @Override
        public Boolean addVirtualServer(IpvsOp.AddVirtualServer op) {
            return true;
        }

        @Override
        public Boolean changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
            return false;
        }

        @Override
        public Boolean addRealServer(IpvsOp.AddRealServer op) {
            return isMissing(op.virtualServer());
        }

        @Override
        public Boolean changeRealServer(IpvsOp.ChangeRealServer op) {
            return false;
        }

        @Override
        public Boolean dropRealServer(IpvsOp.DropRealServer op) {
            return false;
        }

        @Override
        public Boolean dropVirtualServer(IpvsOp.DropVirtualServer op) {
            return false;
        }

        @Override
        public Boolean bindVip(VipOp.BindVip op) {
            return true;
        }

        @Override
        public Boolean unbindVip(VipOp.UnbindVip op) {
            return false;
        }

        @Override
        public Boolean putAdmission(FilterOp.PutAdmission op) {
            return reality.filter().admission(op.virtualServer()).isEmpty();
        }

        @Override
        public Boolean dropAdmission(FilterOp.DropAdmission op) {
            return false;
        }

        @Override
        public Boolean putAddress(FilterOp.PutAddress op) {
            return true;
        }

        @Override
        public Boolean dropAddress(FilterOp.DropAddress op) {
            return false;
        }

        @Override
        public Boolean putNodeFilterConfig(FilterOp.PutNodeFilterConfig op) {
            return true;
        }

        @Override
        public Boolean pauseNewConnections(FilterOp.PauseNewConnections op) {
            return false;
        }

        @Override
        public Boolean resumeNewConnections(FilterOp.ResumeNewConnections op) {
            return false;
        }

        @Override
        public Boolean forgetFlows(FlowOp.ForgetFlows op) {
            return false;
        }
    }
}
