package io.kubeipvs.core.audit;

import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.UdpFlow;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The result of a {@link Reading}: what the kernel had at some moment between the order to read and its return. */
public sealed interface Finding {
    /** Calls the method for this kind of finding. */
    void accept(Visitor visitor);

    /** Whether our link has no address, or does not exist. */
    default boolean isOfEmptyLink() {
        return false;
    }

    /** One method for each kind of finding. */
    interface Visitor {
        /** The addresses on our link. */
        void vips(Set<Ip> found);

        /** The content of the packet filter. */
        void filter(FilterState found);

        /** All virtual servers. */
        void virtualServers(Map<VirtualServer.Key, VirtualServer> found);

        /** The real servers of some virtual servers. */
        void realServers(Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> found);

        /** Some virtual servers as a whole, or that they do not exist. */
        void frontends(Map<VirtualServer.Key, Optional<Frontend>> found);

        /** Where conntrack leads UDP clients of virtual servers. */
        void udpFlows(Set<UdpFlow> found);
    }

    /** See {@link Visitor#vips}. */
    record Vips(Set<Ip> found) implements Finding {
        @Override
        public void accept(Visitor visitor) {
            visitor.vips(found);
        }

        @Override
        public boolean isOfEmptyLink() {
            return found.isEmpty();
        }
    }

    /** See {@link Visitor#filter}. */
    record Filter(FilterState found) implements Finding {
        @Override
        public void accept(Visitor visitor) {
            visitor.filter(found);
        }
    }

    /** See {@link Visitor#virtualServers}. */
    record VirtualServers(Map<VirtualServer.Key, VirtualServer> found) implements Finding {
        @Override
        public void accept(Visitor visitor) {
            visitor.virtualServers(found);
        }
    }

    /** See {@link Visitor#realServers}. */
    record RealServers(Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> found) implements Finding {
        @Override
        public void accept(Visitor visitor) {
            visitor.realServers(found);
        }
    }

    /** See {@link Visitor#frontends}. */
    record Frontends(Map<VirtualServer.Key, Optional<Frontend>> found) implements Finding {
        @Override
        public void accept(Visitor visitor) {
            visitor.frontends(found);
        }
    }

    /** See {@link Visitor#udpFlows}. */
    record UdpFlows(Set<UdpFlow> found) implements Finding {
        @Override
        public void accept(Visitor visitor) {
            visitor.udpFlows(found);
        }
    }

    /** There is nothing to compare. */
    record Nothing() implements Finding {
        @Override
        public void accept(Visitor visitor) {}
    }
}
