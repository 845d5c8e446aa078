package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.Mark;
import java.util.List;

/**
 * The whole table of IPVS in one network namespace, as a command shows it.
 *
 * @param version of the kernel's IPVS, such as {@code 1.2.1}
 * @param connectionTableSize buckets of the table of connections
 * @param virtualServers in the order of {@code ipvsadm}
 */
public record IpvsListing(String version, int connectionTableSize, List<VirtualServerEntry> virtualServers) {
    public IpvsListing {
        virtualServers = List.copyOf(virtualServers);
    }

    /**
     * A virtual server.
     *
     * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}; {@code FWM} if the mark of packets finds it
     * @param address and port; "" if the mark of packets finds it
     * @param mark of its packets, unsigned; 0 = its address finds it
     * @param isIpv6 whether its packets are of IPv6
     * @param flags by the names of {@code ipvsadm}
     * @param persistence how clients stay with their real server
     * @param realServers in the order of {@code ipvsadm}
     */
    public record VirtualServerEntry(
            String protocol,
            String address,
            int mark,
            boolean isIpv6,
            String scheduler,
            Flags flags,
            Persistence persistence,
            Traffic total,
            Traffic perSecond,
            List<RealServerEntry> realServers) {
        public VirtualServerEntry {
            realServers = List.copyOf(realServers);
        }

        /** Its name, as the rest of the program has it: {@code TCP 10.96.0.1:443} or {@code FWM 0x69a14003 IPv6}. */
        public String name() {
            return mark == 0 ? protocol + " " + address : "FWM " + Mark.text(mark) + (isIpv6 ? " IPv6" : "");
        }
    }

    /**
     * The flags of a virtual server.
     *
     * @param ofScheduler such as {@code sh-port}
     * @param isOnePacket whether each UDP packet is scheduled anew
     */
    public record Flags(List<String> ofScheduler, boolean isOnePacket) {
        public Flags {
            ofScheduler = List.copyOf(ofScheduler);
        }
    }

    /**
     * How clients stay with their real server.
     *
     * @param isOn whether they do
     * @param seconds for how long after the last connection
     * @param netmask the clients that stay together: a mask for IPv4, a number of bits for IPv6; "" = each for itself
     * @param engine that identifies clients; "" = their address does
     */
    public record Persistence(boolean isOn, int seconds, String netmask, String engine) {}

    /**
     * A real server.
     *
     * @param address and port
     * @param upperThreshold connections at which it gets no new ones; 0 = no limit
     * @param lowerThreshold connections below which it gets new ones again
     * @param activeConnections for TCP those that are established
     * @param inactiveConnections those that are over or not yet established, and still remembered
     * @param persistentConnections clients that are bound to it
     */
    public record RealServerEntry(
            String address,
            Forwarding forwarding,
            int weight,
            int upperThreshold,
            int lowerThreshold,
            int activeConnections,
            int inactiveConnections,
            int persistentConnections,
            Traffic total,
            Traffic perSecond) {}

    /**
     * How packets reach a real server.
     *
     * @param method one word of {@code ipvsadm}: {@code Masq}, {@code Route}, {@code Local} or {@code Tunnel}
     * @param tunnel {@code ipip}, {@code gue} or {@code gre}; "" = none
     * @param tunnelPort of gue; 0 = none
     * @param checksum {@code nocsum}, {@code csum} or {@code remcsum}
     */
    public record Forwarding(String method, String tunnel, int tunnelPort, String checksum) {}

    /** Connections, packets and bytes: in from clients, out to them. */
    public record Traffic(long connections, long packetsIn, long packetsOut, long bytesIn, long bytesOut) {}
}
