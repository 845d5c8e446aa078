package io.kubeipvs.core.drain;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import java.time.Instant;

/**
 * One drain.
 *
 * @param virtualServer whose server drains
 * @param server the draining server
 * @param since when it began
 */
public record Drain(VirtualServer.Key virtualServer, RealServer.Key server, Instant since) {}
