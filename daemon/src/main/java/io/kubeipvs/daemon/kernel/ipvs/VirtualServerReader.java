package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.netlink.NetlinkException;
import java.util.Map;
import java.util.Optional;

/** Reads virtual servers with their real servers, and changes nothing. Used by one thread. */
public interface VirtualServerReader extends AutoCloseable {
    /** Every virtual server, without its real servers. */
    Map<VirtualServer.Key, VirtualServer> virtualServers() throws NetlinkException;

    /** The real servers of a virtual server; none without the virtual server. */
    Map<RealServer.Key, RealServer> realServers(VirtualServer.Key key) throws NetlinkException;

    /** A virtual server with its real servers; empty when the kernel has none with this key. */
    Optional<Frontend> frontend(VirtualServer.Key key) throws NetlinkException;

    /** The connections of each real server of a virtual server; empty without the virtual server. */
    Map<RealServer.Key, Integer> connections(VirtualServer.Key key) throws NetlinkException;

    @Override
    void close() throws NetlinkException;
}
