package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;

/**
 * Timeouts on the wire: at the message's top level, without protocols that the kernel lacks. Source:
 * {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_set_config, ip_vs_genl_get_cmd}.
 */
final class TimeoutsCodec {
    private TimeoutsCodec() {}

    static void write(AttributeWriter out, IpvsTimeouts timeouts) {
        writeUnlessKept(out, CommandAttr.TIMEOUT_TCP, timeouts.tcpSeconds());
        writeUnlessKept(out, CommandAttr.TIMEOUT_TCP_FIN, timeouts.tcpFinSeconds());
        writeUnlessKept(out, CommandAttr.TIMEOUT_UDP, timeouts.udpSeconds());
    }

    static IpvsTimeouts decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(CommandAttr.LAYOUT);
        int tcp = 0;
        int tcpFin = 0;
        int udp = 0;
        while (in.next()) {
            switch (in.type()) {
                case CommandAttr.TIMEOUT_TCP -> tcp = in.u32();
                case CommandAttr.TIMEOUT_TCP_FIN -> tcpFin = in.u32();
                case CommandAttr.TIMEOUT_UDP -> udp = in.u32();
                default -> {
                    // whatever later kernels add
                }
            }
        }
        try {
            return new IpvsTimeouts(tcp, tcpFin, udp);
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }

    private static void writeUnlessKept(AttributeWriter out, int type, int seconds) {
        if (seconds != 0) {
            out.u32(type, seconds);
        }
    }
}
