package io.kubeipvs.daemon.config;

import java.time.Duration;

/**
 * How long IPVS remembers a connection without a packet, in whole seconds; 0 = as the kernel has it.
 *
 * @param tcp an established TCP connection
 * @param tcpFin one after its FIN
 * @param udp a UDP client's
 */
public record Timeouts(Duration tcp, Duration tcpFin, Duration udp) {
    /** All as the kernel has them. */
    public static final Timeouts DEFAULT = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
