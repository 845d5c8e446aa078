package io.kubeipvs.daemon.config;

import java.time.Duration;

/**
 * What the host's connection tracking is set to. A time of 0, and what is false, is left as the kernel has it.
 *
 * @param maxPerCore most connections for each processor; 0 = the limit is left as it is
 * @param min least that the limit is set to
 * @param tcpEstablished after this long without a packet a TCP connection is forgotten
 * @param tcpCloseWait the same for one that only the other side has closed
 * @param tcpBeLiberal whether a TCP packet outside of the window is let pass
 * @param udp after this long without a packet a UDP flow is forgotten
 * @param udpStream the same for one that was answered
 */
public record Conntrack(
        int maxPerCore,
        int min,
        Duration tcpEstablished,
        Duration tcpCloseWait,
        boolean tcpBeLiberal,
        Duration udp,
        Duration udpStream) {
    /** kube-proxy's defaults. */
    public static final Conntrack DEFAULT = new Conntrack(
            32768, 131072, Duration.ofHours(24), Duration.ofHours(1), false, Duration.ZERO, Duration.ZERO);
}
