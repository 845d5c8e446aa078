package io.kubeipvs.core.audit;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The objects of the kernel that may differ from what it acknowledged. They are read before the others. Some are uncertain:
 * an own operation about them has an unknown outcome, so a difference there is no drift until they were read. Each part of
 * the kernel is read by itself, so it has a set of its own. Used by one thread.
 */
final class Doubts implements KernelOp.Subsystems<Void> {
    private final Set<Reading> parts = new LinkedHashSet<>();
    private final Set<VirtualServer.Key> virtualServers = new LinkedHashSet<>();
    private boolean areFlowsSuspected;
    private boolean areAllServersSuspected;

    private final Set<KernelObject> uncertainIpvs = new HashSet<>();
    private final Set<KernelObject> uncertainLink = new HashSet<>();
    private final Set<KernelObject> uncertainFilter = new HashSet<>();

    /** The virtual servers of which an own operation has an unknown outcome; not a copy. */
    Set<KernelObject> uncertainIpvs() {
        return uncertainIpvs;
    }

    /** The addresses of our link of which an own operation has an unknown outcome; not a copy. */
    Set<KernelObject> uncertainLink() {
        return uncertainLink;
    }

    /** The objects in the packet filter of which an own operation has an unknown outcome; not a copy. */
    Set<KernelObject> uncertainFilter() {
        return uncertainFilter;
    }

    /** Any operation about these objects may have been made. */
    void addAll(Set<KernelObject> objects) {
        objects.forEach(object -> object.asVirtualServer().ifPresent(key -> {
            uncertainIpvs.add(key);
            virtualServers.add(key);
        }));
        uncertainLink.addAll(objects);
        uncertainFilter.addAll(objects);
        parts.addAll(List.of(new Reading.Vips(), new Reading.Filter()));
    }

    /** This part seems to differ. */
    void add(Reading part) {
        parts.add(part);
    }

    /** These virtual servers seem to differ. */
    void addVirtualServers(Collection<VirtualServer.Key> keys) {
        virtualServers.addAll(keys);
    }

    /** Any virtual server may differ. */
    void addAllVirtualServers() {
        areAllServersSuspected = true;
    }

    /** Conntrack may lead UDP clients to servers that are none. */
    void addFlows() {
        areFlowsSuspected = true;
    }

    /** Everything was read. */
    void clear() {
        parts.clear();
        virtualServers.clear();
        areAllServersSuspected = false;
        uncertainIpvs.clear();
        uncertainLink.clear();
        uncertainFilter.clear();
    }

    /** Whether there is nothing to read. */
    boolean isEmpty() {
        return parts.isEmpty() && virtualServers.isEmpty() && !areFlowsSuspected && !areAllServersSuspected;
    }

    /**
     * Removes what is read next. Must not be called while it is empty.
     *
     * @param servers makes the reading of all virtual servers
     * @param flows makes the reading of all UDP flows
     */
    Reading next(Supplier<Reading> servers, Supplier<Reading> flows) {
        if (!parts.isEmpty()) {
            Reading first = parts.iterator().next();
            parts.remove(first);
            return first;
        }
        if (areAllServersSuspected) {
            areAllServersSuspected = false;
            return servers.get();
        }
        if (!virtualServers.isEmpty()) {
            List<VirtualServer.Key> portion = new ArrayList<>();
            virtualServers.stream().limit(Audit.PORTION).forEach(portion::add);
            portion.forEach(virtualServers::remove);
            return new Reading.Frontends(portion);
        }
        areFlowsSuspected = false;
        return flows.get();
    }

    @Override
    public Void ipvs(IpvsOp op) {
        uncertainIpvs.add(op.virtualServer());
        virtualServers.add(op.virtualServer());
        return null;
    }

    @Override
    public Void vip(VipOp op) {
        uncertainLink.add(op.object());
        parts.add(new Reading.Vips());
        return null;
    }

    @Override
    public Void filter(FilterOp op) {
        uncertainFilter.add(op.object());
        parts.add(new Reading.Filter());
        return null;
    }

    @Override
    public Void flow(FlowOp op) {
        return null;
    }
}
