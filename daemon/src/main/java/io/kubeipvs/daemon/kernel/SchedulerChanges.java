package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.daemon.kernel.filter.FilterAdapter;
import io.kubeipvs.daemon.kernel.ipvs.IpvsAdapter;
import io.kubeipvs.netlink.BatchResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives virtual servers other schedulers so that nobody is refused. IPVS takes the old one away, waits until no
 * processor uses it any more, some 20 ms, and only then puts the new one in ({@code ip_vs_edit_service} in
 * {@code net/netfilter/ipvs/ip_vs_ctl.c}). Who comes in between is told that the port is unreachable. So the filter drops
 * what is new for as long: a client that hears nothing asks again. Each virtual server is changed by itself, for it is to
 * be held no longer than it must.
 */
final class SchedulerChanges {
    private final IpvsAdapter ipvs;
    private final FilterAdapter filter;

    SchedulerChanges(IpvsAdapter ipvs, FilterAdapter filter) {
        this.ipvs = ipvs;
        this.filter = filter;
    }

    /** One result for each, in their order. Those that change no scheduler go together. */
    List<BatchResult> apply(List<KernelOp> operations) {
        List<BatchResult> results = new ArrayList<>();
        List<KernelOp> others = new ArrayList<>();
        for (KernelOp op : operations) {
            if (op instanceof KernelOp.ChangeVirtualServer change && change.isOtherScheduler()) {
                results.addAll(ipvs.apply(others));
                others.clear();
                results.addAll(held(change));
            } else {
                others.add(op);
            }
        }
        results.addAll(ipvs.apply(others));
        return results;
    }

    private List<BatchResult> held(KernelOp.ChangeVirtualServer change) {
        filter.hold(change.virtualServer());
        try {
            return ipvs.apply(List.of(change));
        } finally {
            filter.letGo(change.virtualServer());
        }
    }
}
