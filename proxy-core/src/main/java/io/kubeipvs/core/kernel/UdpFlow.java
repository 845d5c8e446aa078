package io.kubeipvs.core.kernel;

/**
 * Where conntrack leads UDP clients of an address and port.
 *
 * @param virtualServer the address and port
 * @param server who answers; the address and port themselves if no virtual server existed when the flow began
 */
public record UdpFlow(VirtualServer.Key virtualServer, RealServer.Key server) {}
