package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.ipvs.IpvsClient;

/** Readings of IPVS for commands and metrics. A failure names what the user can do. */
final class IpvsReading {
    private IpvsReading() {}

    /** Reads something through a socket. */
    @FunctionalInterface
    interface Reader<T> {
        T read(IpvsClient client) throws NetlinkException;
    }

    /**
     * Reads through a socket of its own, in the network namespace of the calling thread.
     *
     * @throws KernelUnavailableException without IPVS or without CAP_NET_ADMIN
     */
    static <T> T of(Reader<T> reader) {
        try (IpvsClient client = IpvsClient.open()) {
            return reader.read(client);
        } catch (NetlinkException e) {
            throw unavailable(e);
        }
    }

    /** Why IPVS cannot be read. */
    static KernelUnavailableException unavailable(NetlinkException e) {
        Problem problem = e instanceof FamilyNotFoundException
                ? new Problem("this kernel has no IPVS", "modprobe ip_vs")
                : new Problem(
                        "the kernel's virtual servers cannot be read: " + e.getMessage(),
                        "run the command as root, in the network namespace of the node");
        return new KernelUnavailableException(problem, e);
    }
}
