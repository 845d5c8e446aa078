package io.kubeipvs.it.support;

import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.UdpFlow;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A reader of the kernel of a namespace. It opens its sockets when it first reads: that happens in the namespace. */
public record ReaderInNamespace(KernelNamespace namespace, KernelReader reader) implements KernelReader {
    @Override
    public Map<VirtualServer.Key, VirtualServer> virtualServers() {
        return namespace.get(reader::virtualServers);
    }

    @Override
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key virtualServer) {
        return namespace.get(() -> reader.realServers(virtualServer));
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        return namespace.get(() -> reader.connections(virtualServer));
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key virtualServer) {
        return namespace.get(() -> reader.frontend(virtualServer));
    }

    @Override
    public Set<Ip> vips() {
        return namespace.get(reader::vips);
    }

    @Override
    public FilterState filter() {
        return namespace.get(reader::filter);
    }

    @Override
    public Optional<FilterState> filterIfChanged() {
        return namespace.get(reader::filterIfChanged);
    }

    @Override
    public Set<UdpFlow> udpFlows(Set<VirtualServer.Key> virtualServers) {
        return namespace.get(() -> reader.udpFlows(virtualServers));
    }
}
