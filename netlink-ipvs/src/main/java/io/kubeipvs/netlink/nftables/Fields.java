package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.CtDirection;
import io.kubeipvs.netlink.nftables.expr.CtKey;
import io.kubeipvs.netlink.nftables.expr.CtLoad;
import io.kubeipvs.netlink.nftables.expr.CtState;
import io.kubeipvs.netlink.nftables.expr.CtStatus;
import io.kubeipvs.netlink.nftables.expr.Fib;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaLoad;
import io.kubeipvs.netlink.nftables.expr.PayloadLoad;
import java.nio.ByteOrder;

/** The fields that packets have, by their names in {@code nft}. */
public final class Fields {
    /** Bytes of an interface's name, {@code IFNAMSIZ}. */
    private static final int INTERFACE = 16;

    private static final int V4 = 4;
    private static final int V6 = 16;
    private static final int PORT = 2;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;

    /** {@code meta mark}. */
    public static final Field META_MARK = meta(MetaKey.MARK, 4);
    /** {@code meta priority}: of the packet's queue. */
    public static final Field META_PRIORITY = meta(MetaKey.PRIORITY, 4);
    /** {@code meta nfproto}: 2 for IPv4, 10 for IPv6. */
    public static final Field META_NFPROTO = meta(MetaKey.NFPROTO, 1);
    /** {@code meta l4proto}: the IP protocol, behind all IPv6 extension headers. */
    public static final Field META_L4PROTO = meta(MetaKey.L4PROTO, 1);
    /** {@code meta protocol}: the Ethernet type. */
    public static final Field META_PROTOCOL =
            Field.anywhere(2, ByteOrder.BIG_ENDIAN, register -> new MetaLoad(MetaKey.PROTOCOL, register));
    /** {@code meta cpu}. */
    public static final Field META_CPU = meta(MetaKey.CPU, 4);
    /** {@code iif}: an interface's index. */
    public static final Field IIF = meta(MetaKey.IIF, 4);
    /** {@code oif}: an interface's index. */
    public static final Field OIF = meta(MetaKey.OIF, 4);
    /** {@code iifname}. */
    public static final Field IIFNAME = meta(MetaKey.IIFNAME, INTERFACE);
    /** {@code oifname}. */
    public static final Field OIFNAME = meta(MetaKey.OIFNAME, INTERFACE);

    /** {@code ct state}: {@link CtState} bits. */
    public static final Field CT_STATE = ct(CtKey.STATE, 4);
    /** {@code ct status}: {@link CtStatus} bits. */
    public static final Field CT_STATUS = ct(CtKey.STATUS, 4);
    /** {@code ct mark}. */
    public static final Field CT_MARK = ct(CtKey.MARK, 4);
    /** {@code ct direction}: a {@link CtDirection}. */
    public static final Field CT_DIRECTION = ct(CtKey.DIRECTION, 1);
    /** {@code ct original ip saddr}. */
    public static final Field CT_ORIGINAL_IP_SADDR = ct(CtKey.SRC_IP, CtDirection.ORIGINAL, V4);
    /** {@code ct original ip daddr}. */
    public static final Field CT_ORIGINAL_IP_DADDR = ct(CtKey.DST_IP, CtDirection.ORIGINAL, V4);
    /** {@code ct original ip6 saddr}. */
    public static final Field CT_ORIGINAL_IP6_SADDR = ct(CtKey.SRC_IP6, CtDirection.ORIGINAL, V6);
    /** {@code ct original ip6 daddr}. */
    public static final Field CT_ORIGINAL_IP6_DADDR = ct(CtKey.DST_IP6, CtDirection.ORIGINAL, V6);
    /** {@code ct original proto-src}; {@code nft} reads it only behind a match of one protocol. */
    public static final Field CT_ORIGINAL_PROTO_SRC = ct(CtKey.PROTO_SRC, CtDirection.ORIGINAL, PORT);
    /** {@code ct original proto-dst}; {@code nft} reads it only behind a match of one protocol. */
    public static final Field CT_ORIGINAL_PROTO_DST = ct(CtKey.PROTO_DST, CtDirection.ORIGINAL, PORT);
    /** {@code ct reply ip saddr}. */
    public static final Field CT_REPLY_IP_SADDR = ct(CtKey.SRC_IP, CtDirection.REPLY, V4);
    /** {@code ct reply ip daddr}. */
    public static final Field CT_REPLY_IP_DADDR = ct(CtKey.DST_IP, CtDirection.REPLY, V4);
    /** {@code ct reply ip6 saddr}. */
    public static final Field CT_REPLY_IP6_SADDR = ct(CtKey.SRC_IP6, CtDirection.REPLY, V6);
    /** {@code ct reply ip6 daddr}. */
    public static final Field CT_REPLY_IP6_DADDR = ct(CtKey.DST_IP6, CtDirection.REPLY, V6);
    /** {@code ct reply proto-src}; {@code nft} reads it only behind a match of one protocol. */
    public static final Field CT_REPLY_PROTO_SRC = ct(CtKey.PROTO_SRC, CtDirection.REPLY, PORT);
    /** {@code ct reply proto-dst}; {@code nft} reads it only behind a match of one protocol. */
    public static final Field CT_REPLY_PROTO_DST = ct(CtKey.PROTO_DST, CtDirection.REPLY, PORT);

    /** {@code fib daddr type}: an {@link AddressType}. */
    public static final Field FIB_DADDR_TYPE = fib(Fib.Flag.DADDR, Fib.Result.ADDRTYPE);
    /** {@code fib saddr type}: an {@link AddressType}. */
    public static final Field FIB_SADDR_TYPE = fib(Fib.Flag.SADDR, Fib.Result.ADDRTYPE);

    /** {@code ip saddr}. */
    public static final Field IP_SADDR = network(NftFamily.IP, 12, V4);
    /** {@code ip daddr}. */
    public static final Field IP_DADDR = network(NftFamily.IP, 16, V4);
    /** {@code ip protocol}. */
    public static final Field IP_PROTOCOL = network(NftFamily.IP, 9, 1);
    /** {@code ip6 saddr}. */
    public static final Field IP6_SADDR = network(NftFamily.IP6, 8, V6);
    /** {@code ip6 daddr}. */
    public static final Field IP6_DADDR = network(NftFamily.IP6, 24, V6);

    /** {@code arp operation}: 1 asks, 2 answers. */
    public static final Field ARP_OPERATION = network(NftFamily.ARP, 6, 2);
    /** {@code arp daddr ip}: the target whose link address is requested, between Ethernet links. */
    public static final Field ARP_DADDR_IP = network(NftFamily.ARP, 24, V4);

    /** {@code th sport}: of TCP, UDP and all others that begin with ports. */
    public static final Field TH_SPORT = transport(NftFamily.INET, 0, 0, PORT);
    /** {@code th dport}: of TCP, UDP and all others that begin with ports. */
    public static final Field TH_DPORT = transport(NftFamily.INET, 0, 2, PORT);
    /** {@code tcp sport}. */
    public static final Field TCP_SPORT = transport(NftFamily.INET, TCP, 0, PORT);
    /** {@code tcp dport}. */
    public static final Field TCP_DPORT = transport(NftFamily.INET, TCP, 2, PORT);
    /** {@code tcp flags}. */
    public static final Field TCP_FLAGS = transport(NftFamily.INET, TCP, 13, 1);
    /** {@code udp sport}. */
    public static final Field UDP_SPORT = transport(NftFamily.INET, UDP, 0, PORT);
    /** {@code udp dport}. */
    public static final Field UDP_DPORT = transport(NftFamily.INET, UDP, 2, PORT);
    /** {@code sctp sport}. */
    public static final Field SCTP_SPORT = transport(NftFamily.INET, SCTP, 0, PORT);
    /** {@code sctp dport}. */
    public static final Field SCTP_DPORT = transport(NftFamily.INET, SCTP, 2, PORT);
    /** {@code icmp type}. */
    public static final Field ICMP_TYPE = transport(NftFamily.IP, ICMP, 0, 1);
    /** {@code icmpv6 type}. */
    public static final Field ICMPV6_TYPE = transport(NftFamily.IP6, ICMPV6, 0, 1);

    private Fields() {}

    /**
     * Another of the kernel's metadata, in the host's byte order.
     *
     * @param key a {@link MetaKey}
     * @param length bytes
     */
    public static Field meta(int key, int length) {
        return Field.anywhere(length, ByteOrder.nativeOrder(), register -> new MetaLoad(key, register));
    }

    /**
     * Another of a connection's data without a direction, in the host's byte order.
     *
     * @param key a {@link CtKey}
     * @param length bytes
     */
    public static Field ct(int key, int length) {
        return Field.anywhere(length, ByteOrder.nativeOrder(), register -> new CtLoad(key, CtDirection.NONE, register));
    }

    /**
     * Another of a connection's data in one direction, in network byte order.
     *
     * @param key a {@link CtKey}
     * @param length bytes
     */
    public static Field ct(int key, int direction, int length) {
        return Field.anywhere(length, ByteOrder.BIG_ENDIAN, register -> new CtLoad(key, direction, register));
    }

    /**
     * Another question to the routing tables.
     *
     * @param flags {@link Fib.Flag}s
     * @param result a {@link Fib.Result}
     */
    public static Field fib(int flags, int result) {
        int length = result == Fib.Result.OIFNAME ? INTERFACE : 4;
        return Field.anywhere(length, ByteOrder.nativeOrder(), register -> new Fib(flags, result, register));
    }

    private static Field network(NftFamily family, int offset, int length) {
        return new Field(
                family,
                0,
                length,
                ByteOrder.BIG_ENDIAN,
                register -> new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, offset, length, register));
    }

    private static Field transport(NftFamily network, int protocol, int offset, int length) {
        return new Field(
                network,
                protocol,
                length,
                ByteOrder.BIG_ENDIAN,
                register -> new PayloadLoad(PayloadLoad.Base.TRANSPORT_HEADER, offset, length, register));
    }
}
