package io.kubeipvs.core.explain;

import io.kubeipvs.core.kernel.RealServer;

/**
 * A real server that may get the packet.
 *
 * @param server with a weight of more than 0
 * @param isMasqueraded whether it sees an address of this node as the source, instead of the client's
 */
public record Target(RealServer server, boolean isMasqueraded) {}
