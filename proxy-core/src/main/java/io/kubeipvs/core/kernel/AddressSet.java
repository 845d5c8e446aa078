package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;

/** The packet filter's sets of single addresses. */
public enum AddressSet {
    /** The VIPs on the dummy link. Clients reach only the ports of Services on them. */
    VIPS {
        @Override
        public KernelObject object(Ip address) {
            return new KernelObject.Vip(address);
        }
    },
    /** Endpoints of this node. One that connects to its own Service and reaches itself sees the node's address. */
    HAIRPINS {
        @Override
        public KernelObject object(Ip address) {
            return new KernelObject.Hairpin(address);
        }
    };

    /** The object that an address of this set belongs to. */
    public abstract KernelObject object(Ip address);
}
