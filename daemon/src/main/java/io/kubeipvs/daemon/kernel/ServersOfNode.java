package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.kernel.dnat.DnatServers;
import io.kubeipvs.daemon.kernel.filter.OurTables;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections.Connection;
import io.kubeipvs.daemon.kernel.ipvs.IpvsLister;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import java.util.function.Consumer;

/**
 * The virtual servers of the network namespace of the calling thread, for commands: those of the data path that the node
 * has. Every method throws {@link KernelUnavailableException} when the kernel cannot be read.
 */
public final class ServersOfNode {
    private ServersOfNode() {}

    /** The data path that the node has: nf_tables, if its tables exist. */
    public static DataPath path() {
        return OurTables.hasDnat() ? DataPath.NFTABLES : DataPath.IPVS;
    }

    /** All with their counters. */
    public static VirtualServers open() {
        return path().isIpvs() ? IpvsTable.open() : DnatServers.read(NetlinkKernel.families());
    }

    /** All as a listing of IPVS has them. */
    public static IpvsListing listing() {
        return path().isIpvs()
                ? IpvsLister.read()
                : DnatServers.read(NetlinkKernel.families()).listing();
    }

    /** Gives each connection to one of them. */
    public static void connections(Consumer<Connection> consumer) {
        if (path().isIpvs()) {
            IpvsConnections.forEach(consumer);
        } else {
            DnatServers.connections(NetlinkKernel.families(), consumer);
        }
    }
}
