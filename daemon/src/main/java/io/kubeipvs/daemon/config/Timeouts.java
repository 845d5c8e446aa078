package io.kubeipvs.daemon.config;

import java.time.Duration;

/**
 * How long IPVS remembers a connection without a packet, in whole seconds; 0 = the kernel's own value stays.
 *
 * @param tcp of an established TCP connection
 * @param tcpFin of a TCP connection after its FIN
 * @param udp of a UDP client
 */
public record Timeouts(Duration tcp, Duration tcpFin, Duration udp) {
    /** The kernel's own values. */
    public static final Timeouts DEFAULT = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** The same with another timeout of established TCP connections. */
    public Timeouts withTcp(Duration time) {
        return new Timeouts(time, tcpFin, udp);
    }

    /** The same with another timeout after a FIN. */
    public Timeouts withTcpFin(Duration time) {
        return new Timeouts(tcp, time, udp);
    }

    /** The same with another timeout of UDP clients. */
    public Timeouts withUdp(Duration time) {
        return new Timeouts(tcp, tcpFin, time);
    }
}
