package io.kubeipvs.core.explain;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Optional;
import java.util.Set;

/**
 * The state that was read from the kernel.
 *
 * @param paused the virtual servers of which new connections are dropped
 */
record ObservedState(KernelState kernel, Set<VirtualServer.Key> paused) implements PacketState {
    @Override
    public boolean isBound(Ip address) {
        return kernel.vips().contains(address);
    }

    @Override
    public boolean contains(AddressSet set, Ip address) {
        return kernel.filter().addresses(set).contains(address);
    }

    @Override
    public Optional<Admission> admission(VirtualServer.Key key) {
        return Optional.ofNullable(kernel.filter().admissions().get(key));
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key key) {
        return Optional.ofNullable(kernel.frontends().get(key));
    }

    @Override
    public boolean isPaused(VirtualServer.Key key) {
        return paused.contains(key);
    }

    @Override
    public NodeFilterConfig config() {
        return kernel.filter().config();
    }
}
