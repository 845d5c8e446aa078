package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The kernel objects that need comparing: everything else is known to be right. A set that grows. */
public final class Touched {
    private final Set<VirtualServer.Key> virtualServers = new LinkedHashSet<>();
    private final Set<Ip> vips = new LinkedHashSet<>();

    /** Adds virtual servers. */
    public void addVirtualServers(Collection<VirtualServer.Key> keys) {
        virtualServers.addAll(keys);
    }

    /** Adds VIPs. */
    public void addVips(Collection<Ip> addresses) {
        vips.addAll(addresses);
    }

    /** Adds all that another holds. */
    public void addAll(Touched other) {
        virtualServers.addAll(other.virtualServers);
        vips.addAll(other.vips);
    }

    /** Adds the object that an operation is about. */
    public void add(KernelOp op) {
        if (op instanceof KernelOp.OnVip onVip) {
            vips.add(onVip.vip());
        } else if (op instanceof KernelOp.OnVirtualServer onServer) {
            virtualServers.add(onServer.virtualServer());
        }
    }

    /** The virtual servers to compare, with all that stands behind them; a view. */
    public Set<VirtualServer.Key> virtualServers() {
        return virtualServers;
    }

    /** The VIPs to compare; a view. */
    public Set<Ip> vips() {
        return vips;
    }

    /** Whether there is nothing to compare. */
    public boolean isEmpty() {
        return virtualServers.isEmpty() && vips.isEmpty();
    }

    /** Forgets everything. */
    public void clear() {
        virtualServers.clear();
        vips.clear();
    }
}
