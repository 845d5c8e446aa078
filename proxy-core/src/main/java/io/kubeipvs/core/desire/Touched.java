package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FilterOp;
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
    private final Set<Ip> hairpins = new LinkedHashSet<>();
    private boolean surroundings;

    /** Adds virtual servers. */
    public void addVirtualServers(Collection<VirtualServer.Key> keys) {
        virtualServers.addAll(keys);
    }

    /** Adds VIPs. */
    public void addVips(Collection<Ip> addresses) {
        vips.addAll(addresses);
    }

    /** Adds endpoints of this node. */
    public void addHairpins(Collection<Ip> addresses) {
        hairpins.addAll(addresses);
    }

    /** Adds the surroundings. */
    public void addSurroundings() {
        surroundings = true;
    }

    /** Adds all that another holds. */
    public void addAll(Touched other) {
        virtualServers.addAll(other.virtualServers);
        vips.addAll(other.vips);
        hairpins.addAll(other.hairpins);
        surroundings |= other.surroundings;
    }

    /** Adds the object that an operation is about. */
    public void add(KernelOp op) {
        if (op instanceof KernelOp.OnVip onVip) {
            vips.add(onVip.vip());
        } else if (op instanceof KernelOp.OnVirtualServer onServer) {
            virtualServers.add(onServer.virtualServer());
        } else if (op instanceof FilterOp filterOp) {
            addOf(filterOp);
        }
    }

    private void addOf(FilterOp op) {
        if (op instanceof FilterOp.PutAddress put) {
            addressesOf(put.set()).add(put.address());
        } else if (op instanceof FilterOp.DropAddress drop) {
            addressesOf(drop.set()).add(drop.address());
        } else {
            surroundings = true;
        }
    }

    private Set<Ip> addressesOf(AddressSet set) {
        return set == AddressSet.VIPS ? vips : hairpins;
    }

    /** The virtual servers to compare, with all that stands behind them; a view. */
    public Set<VirtualServer.Key> virtualServers() {
        return virtualServers;
    }

    /** The VIPs to compare; a view. */
    public Set<Ip> vips() {
        return vips;
    }

    /** The endpoints of this node to compare; a view. */
    public Set<Ip> hairpins() {
        return hairpins;
    }

    /** Whether the surroundings are to be compared. */
    public boolean hasSurroundings() {
        return surroundings;
    }

    /** Whether there is nothing to compare. */
    public boolean isEmpty() {
        return virtualServers.isEmpty() && vips.isEmpty() && hairpins.isEmpty() && !surroundings;
    }

    /** Forgets everything. */
    public void clear() {
        virtualServers.clear();
        vips.clear();
        hairpins.clear();
        surroundings = false;
    }
}
