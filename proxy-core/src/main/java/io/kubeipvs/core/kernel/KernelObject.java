package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One thing in the kernel that is compared and planned as a whole. An operation changes exactly one. */
public sealed interface KernelObject
        permits VirtualServer.Key, KernelObject.Vip, KernelObject.Hairpin, KernelObject.NodeFilter {
    /** The families in which it exists. */
    Set<Family> families();

    /** The key of a virtual server; empty for any other object. */
    default Optional<VirtualServer.Key> asVirtualServer() {
        return Optional.empty();
    }

    /** Calls the method for this kind of object. */
    void accept(Visitor visitor);

    /** One method for each kind of object. */
    interface Visitor {
        /** A virtual server with its real servers and its admission. */
        void virtualServer(VirtualServer.Key key);

        /** A VIP, on the dummy link and in the packet filter. */
        void vip(Ip address);

        /** An endpoint of this node in the packet filter. */
        void hairpin(Ip endpoint);

        /** The node-wide filter configuration. */
        void nodeFilter();
    }

    /** A VIP, on the dummy link and in the packet filter. */
    record Vip(Ip address) implements KernelObject {
        @Override
        public Set<Family> families() {
            return EnumSet.of(address.family());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.vip(address);
        }

        /** As the generated one, and faster: docs/adr/0035. */
        @Override
        public boolean equals(Object other) {
            return other == this || other instanceof Vip that && address.equals(that.address);
        }
    }

    /** An endpoint of this node in {@link AddressSet#HAIRPINS}. */
    record Hairpin(Ip endpoint) implements KernelObject {
        @Override
        public Set<Family> families() {
            return EnumSet.of(endpoint.family());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.hairpin(endpoint);
        }

        /** As the generated one, and faster: docs/adr/0035. */
        @Override
        public boolean equals(Object other) {
            return other == this || other instanceof Hairpin that && endpoint.equals(that.endpoint);
        }
    }

    /** The node-wide filter configuration of both families. */
    record NodeFilter() implements KernelObject {
        @Override
        public Set<Family> families() {
            return EnumSet.allOf(Family.class);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.nodeFilter();
        }
    }
}
