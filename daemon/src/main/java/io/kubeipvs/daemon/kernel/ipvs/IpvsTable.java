package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.RealServerEntry;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.VirtualServerEntry;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsInfo;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.ipvs.IpvsServiceState;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel's IPVS table with its counters, those of other programs included, for commands. It is read through a socket of
 * its own, so it needs no running kube-ipvs. Used by one thread.
 */
public final class IpvsTable implements AutoCloseable {
    private final IpvsClient client;

    /** The kernel's keys of the virtual servers that were read. */
    private final Map<VirtualServerEntry, IpvsService.Key> keys = new IdentityHashMap<>();

    private IpvsTable(IpvsClient client) {
        this.client = client;
    }

    /**
     * Opens that of the calling thread's network namespace.
     *
     * @throws KernelUnavailableException without IPVS or without CAP_NET_ADMIN
     */
    public static IpvsTable open() {
        try {
            return new IpvsTable(IpvsClient.open());
        } catch (FamilyNotFoundException e) {
            throw new KernelUnavailableException(new Problem("this kernel has no IPVS", "modprobe ip_vs"), e);
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    private static KernelUnavailableException unreadable(NetlinkException e) {
        return new KernelUnavailableException(
                new Problem(
                        "IPVS cannot be read: " + e.getMessage(),
                        "run as root, or with CAP_NET_ADMIN, in the network namespace of the node"),
                e);
    }

    /**
     * The whole table of the calling thread's network namespace. A virtual server that another program removes meanwhile has
     * no real servers.
     *
     * @throws KernelUnavailableException when it cannot be read
     */
    public static IpvsListing read() {
        try (IpvsTable table = open()) {
            return table.listing();
        }
    }

    private IpvsListing listing() {
        try {
            IpvsInfo info = client.info();
            List<VirtualServerEntry> entries = new ArrayList<>();
            for (IpvsServiceState state : IpvsOrder.sorted(
                    client.serviceStates(),
                    (one, other) -> IpvsOrder.services(
                            one.service().key(), other.service().key()))) {
                entries.add(IpvsEntries.entry(
                        state, client.destinationStates(state.service().key())));
            }
            return new IpvsListing(info.version(), info.connectionTableSize(), entries);
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    /** All virtual servers in no order, without real servers: the kernel needs a request for those of each. */
    public List<VirtualServerEntry> virtualServers() {
        try {
            List<VirtualServerEntry> entries = new ArrayList<>();
            for (IpvsServiceState state : client.serviceStates()) {
                VirtualServerEntry entry = IpvsEntries.entry(state, List.of());
                keys.put(entry, state.service().key());
                entries.add(entry);
            }
            return entries;
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    /** The real servers of one of {@link #virtualServers}; none if the kernel has it no more. */
    public List<RealServerEntry> realServers(VirtualServerEntry server) {
        try {
            return IpvsEntries.entries(client.destinationStates(keys.get(server)));
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }
}
