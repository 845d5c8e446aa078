package io.kubeipvs.daemon.kernel.ipvs;

import java.util.List;

/** The virtual servers of a kernel with their counters. Used by one thread. */
public interface VirtualServers extends AutoCloseable {
    /** All of them, those of other programs included. */
    List<IpvsTable.Server> virtualServers();

    /** The real servers of one; none if the kernel has it no more. */
    List<IpvsTable.RealServer> realServers(IpvsTable.Server server);

    @Override
    void close();
}
