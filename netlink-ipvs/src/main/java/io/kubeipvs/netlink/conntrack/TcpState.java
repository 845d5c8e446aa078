package io.kubeipvs.netlink.conntrack;

import java.util.List;

/**
 * How far a TCP connection is, as connection tracking sees it. Open: a number without a name here is as good. Source:
 * {@code include/uapi/linux/netfilter/nf_conntrack_tcp.h, enum tcp_conntrack}.
 */
public record TcpState(int code) {
    public static final TcpState NONE = new TcpState(0);
    public static final TcpState SYN_SENT = new TcpState(1);
    public static final TcpState SYN_RECV = new TcpState(2);
    public static final TcpState ESTABLISHED = new TcpState(3);
    public static final TcpState FIN_WAIT = new TcpState(4);
    public static final TcpState CLOSE_WAIT = new TcpState(5);
    public static final TcpState LAST_ACK = new TcpState(6);
    public static final TcpState TIME_WAIT = new TcpState(7);
    public static final TcpState CLOSE = new TcpState(8);
    /** Both ends sent a SYN. */
    public static final TcpState SYN_SENT2 = new TcpState(9);

    private static final List<String> NAMES = List.of(
            "NONE",
            "SYN_SENT",
            "SYN_RECV",
            "ESTABLISHED",
            "FIN_WAIT",
            "CLOSE_WAIT",
            "LAST_ACK",
            "TIME_WAIT",
            "CLOSE",
            "SYN_SENT2");

    /** The symbolic name without {@code TCP_CONNTRACK_}, or the number. */
    @Override
    public String toString() {
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : Integer.toString(code);
    }
}
