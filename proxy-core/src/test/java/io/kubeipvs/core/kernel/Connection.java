package io.kubeipvs.core.kernel;

/** An established connection: by which virtual server it came, and the real server that has it. */
public record Connection(VirtualServer.Key virtualServer, RealServer.Key realServer) {}
