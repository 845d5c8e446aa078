package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads parts of the kernel and changes nothing. Used by one thread, which may be another one than that of
 * {@link Kernel}. All methods throw {@link KernelUnavailableException} when the kernel could not be read.
 */
public interface KernelReader {
    /** Whether the tables of the packet filter's kind carry virtual servers out, so that their changes are announced. */
    default boolean hasServersInTables() {
        return false;
    }

    /**
     * Every virtual server of the network namespace without its real servers, those of other programs included. While
     * virtual servers change, it may miss one that exists.
     */
    Map<VirtualServer.Key, VirtualServer> virtualServers();

    /** The real servers of a virtual server; empty without such a virtual server. */
    Map<RealServer.Key, RealServer> realServers(VirtualServer.Key virtualServer);

    /** A virtual server with its real servers; empty when the kernel has none with this key. */
    Optional<Frontend> frontend(VirtualServer.Key virtualServer);

    /**
     * Counts the connections that the kernel remembers, by real server, as {@link Kernel#connections} does. Empty without
     * such a virtual server.
     */
    Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer);

    /** The addresses on our dummy link. */
    Set<Ip> vips();

    /** The content of our part of the packet filter. */
    FilterState filter();

    /** The same; empty when no other program changed it since it was read last. */
    Optional<FilterState> filterIfChanged();

    /** The servers to which conntrack leads UDP clients of these virtual servers, each once. */
    Set<UdpFlow> udpFlows(Set<VirtualServer.Key> virtualServers);
}
