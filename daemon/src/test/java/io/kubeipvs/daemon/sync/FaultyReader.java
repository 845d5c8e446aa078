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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Reads a kernel in memory, or fails as long as a test wants. */
final class FaultyReader implements KernelReader {
    private final KernelReader reader;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Optional<RuntimeException> fault = Optional.empty();

    FaultyReader(FakeKernel kernel) {
        this.reader = new SerialReader(kernel);
    }

    /** From now on every reading throws this. */
    void fail(RuntimeException with) {
        fault = Optional.of(with);
    }

    /** From now on readings succeed. */
    void work() {
        fault = Optional.empty();
    }

    /** How many readings failed. */
    int failures() {
        return failures.get();
    }

    private <T> T read(Supplier<T> reading) {
        fault.ifPresent(failure -> {
            failures.incrementAndGet();
            throw failure;
        });
        return reading.get();
    }

    @Override
    public Map<VirtualServer.Key, VirtualServer> virtualServers() {
        return read(reader::virtualServers);
    }

    @Override
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key virtualServer) {
        return read(() -> reader.realServers(virtualServer));
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        return read(() -> reader.connections(virtualServer));
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key virtualServer) {
        return read(() -> reader.frontend(virtualServer));
    }

    @Override
    public Set<Ip> vips() {
        return read(reader::vips);
    }

    @Override
    public FilterState filter() {
        return read(reader::filter);
    }

    @Override
    public Optional<FilterState> filterIfChanged() {
        return read(reader::filterIfChanged);
    }

    @Override
    public Set<UdpFlow> udpFlows(Set<VirtualServer.Key> virtualServers) {
        return read(() -> reader.udpFlows(virtualServers));
    }
}
