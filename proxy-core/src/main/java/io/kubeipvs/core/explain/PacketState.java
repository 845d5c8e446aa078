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

/** The part of a state of the kernel that decides about packets: an observed state, or the desired one. */
public interface PacketState {
    /** Whether this address is on our dummy link. */
    boolean isBound(Ip address);

    /** Whether an address is in a set of the packet filter. */
    boolean contains(AddressSet set, Ip address);

    /** The admission of a virtual server; empty without one. */
    Optional<Admission> admission(VirtualServer.Key key);

    /** A virtual server with its real servers; empty without one. */
    Optional<Frontend> frontend(VirtualServer.Key key);

    /** Whether the packet filter drops new connections to this virtual server, because its scheduler changes. */
    boolean isPaused(VirtualServer.Key key);

    /** The node-wide configuration of the packet filter. */
    NodeFilterConfig config();

    /** An observed state, in which no scheduler changes. */
    static PacketState of(KernelState observed) {
        return of(observed, Set.of());
    }

    /** An observed state, in which the schedulers of these virtual servers change. */
    static PacketState of(KernelState observed, Set<VirtualServer.Key> paused) {
        return new ObservedState(observed, paused);
    }
}
