package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.kernel.FakeKernel;
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

/** Reads a kernel in memory that another thread changes; both hold the kernel's lock. */
record SerialReader(FakeKernel kernel) implements KernelReader {
    @Override
    public Map<VirtualServer.Key, VirtualServer> virtualServers() {
        synchronized (kernel) {
            return kernel.virtualServers();
        }
    }

    @Override
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key virtualServer) {
        synchronized (kernel) {
            return kernel.realServers(virtualServer);
        }
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        synchronized (kernel) {
            return kernel.connections(virtualServer);
        }
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key virtualServer) {
        synchronized (kernel) {
            return kernel.frontend(virtualServer);
        }
    }

    @Override
    public Set<Ip> vips() {
        synchronized (kernel) {
            return kernel.vips();
        }
    }

    @Override
    public FilterState filter() {
        synchronized (kernel) {
            return kernel.filter();
        }
    }

    @Override
    public Optional<FilterState> filterIfChanged() {
        return Optional.of(filter());
    }

    @Override
    public Set<UdpFlow> udpFlows(Set<VirtualServer.Key> virtualServers) {
        synchronized (kernel) {
            return kernel.udpFlows(virtualServers);
        }
    }
}
