package io.kubeipvs.core.audit;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One part of the kernel that is to be read. Each takes a few milliseconds, except after a foreign change of our tables. */
public sealed interface Reading {
    /**
     * Reads it.
     *
     * @throws KernelUnavailableException when it could not be read
     */
    Finding read(KernelReader kernel);

    /** The addresses on our link. */
    record Vips() implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            return new Finding.Vips(kernel.vips());
        }
    }

    /** The content of our part of the packet filter. */
    record Filter() implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            return new Finding.Filter(kernel.filter());
        }
    }

    /** The same, if another program changed it since it was read last. */
    record ChangedFilter() implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            return kernel.filterIfChanged().<Finding>map(Finding.Filter::new).orElseGet(Finding.Nothing::new);
        }
    }

    /** All virtual servers, without their real servers. */
    record VirtualServers() implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            return new Finding.VirtualServers(kernel.virtualServers());
        }
    }

    /** The real servers of these virtual servers. */
    record RealServers(List<VirtualServer.Key> virtualServers) implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> found = new HashMap<>();
            virtualServers.forEach(key -> found.put(key, kernel.realServers(key)));
            return new Finding.RealServers(found);
        }
    }

    /** Where conntrack leads UDP clients of these virtual servers. */
    record UdpFlows(Set<VirtualServer.Key> virtualServers) implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            return new Finding.UdpFlows(kernel.udpFlows(virtualServers));
        }
    }

    /**
     * All virtual servers with their real servers, each as a whole, where tables that were announced as changed have them.
     *
     * @param known those that the kernel acknowledged
     */
    record AllFrontends(Set<VirtualServer.Key> known) implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            if (!kernel.hasServersInTables()) {
                return new Finding.Nothing();
            }
            Set<VirtualServer.Key> all = new HashSet<>(known);
            all.addAll(kernel.virtualServers().keySet());
            return new Frontends(List.copyOf(all)).read(kernel);
        }
    }

    /** These virtual servers with their real servers, each as a whole. */
    record Frontends(List<VirtualServer.Key> virtualServers) implements Reading {
        @Override
        public Finding read(KernelReader kernel) {
            Map<VirtualServer.Key, Optional<Frontend>> found = new HashMap<>();
            virtualServers.forEach(key -> found.put(key, kernel.frontend(key)));
            return new Finding.Frontends(found);
        }
    }
}
