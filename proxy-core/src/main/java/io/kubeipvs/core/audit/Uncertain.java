package io.kubeipvs.core.audit;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.VipOp;
import java.util.HashSet;
import java.util.Set;

/**
 * The objects of which an own operation has an unknown outcome, until they are read: a difference there is no drift, and
 * what is found is ours. Each part of the kernel is read by itself, so it has a set of its own. Used by one thread.
 */
final class Uncertain implements KernelOp.Subsystems<Void> {
    private final Set<KernelObject> ipvs = new HashSet<>();
    private final Set<KernelObject> link = new HashSet<>();
    private final Set<KernelObject> filter = new HashSet<>();

    /** The virtual servers; not a copy. */
    Set<KernelObject> ipvs() {
        return ipvs;
    }

    /** The addresses of our link; not a copy. */
    Set<KernelObject> link() {
        return link;
    }

    /** The objects in the packet filter; not a copy. */
    Set<KernelObject> filter() {
        return filter;
    }

    /** Any operation about these objects may have been made. */
    void addAll(Set<KernelObject> objects) {
        objects.forEach(object -> object.asVirtualServer().ifPresent(ipvs::add));
        link.addAll(objects);
        filter.addAll(objects);
    }

    void clear() {
        ipvs.clear();
        link.clear();
        filter.clear();
    }

    @Override
    public Void ipvs(IpvsOp op) {
        ipvs.add(op.virtualServer());
        return null;
    }

    @Override
    public Void vip(VipOp op) {
        link.add(op.object());
        return null;
    }

    @Override
    public Void filter(FilterOp op) {
        filter.add(op.object());
        return null;
    }

    @Override
    public Void flow(FlowOp op) {
        return null;
    }
}
