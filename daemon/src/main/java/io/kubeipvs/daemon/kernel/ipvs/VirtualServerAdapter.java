package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.netlink.NetlinkException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual servers with their real servers, by the part of the kernel that carries them out. Used by one thread. */
public interface VirtualServerAdapter extends AutoCloseable {
    /**
     * Creates or repairs what operations need. Returns what was repaired, one text a thing.
     *
     * @throws io.kubeipvs.core.kernel.KernelUnavailableException when it cannot be made
     */
    List<String> prepare() throws NetlinkException;

    /** Every virtual server with its real servers. */
    Collection<Frontend> read() throws NetlinkException;

    /**
     * Every virtual server with its real servers, as this program last wrote them. Safe to call from any thread.
     *
     * @param generation of the rule set now
     * @return empty if another program may have changed them, so that they must be read
     */
    default Optional<Map<VirtualServer.Key, Frontend>> written(int generation) {
        return Optional.empty();
    }

    /** The connections of each real server of a virtual server; empty without the virtual server. */
    Map<RealServer.Key, Integer> connections(VirtualServer.Key key) throws NetlinkException;

    /** One outcome for each, in their order. Everything must be {@link #prepare prepared}. */
    List<Outcome> apply(List<IpvsOp> operations);

    @Override
    void close() throws NetlinkException;
}
