package io.kubeipvs.netlink.netfilter;

import io.kubeipvs.netlink.Family;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The packets that a table sees. Source: {@code include/uapi/linux/netfilter.h, NFPROTO_*}. */
public enum NftFamily {
    /** {@code NFPROTO_INET}: IPv4 and IPv6. */
    INET(1),
    /** {@code NFPROTO_IPV4}. */
    IP(2),
    /** {@code NFPROTO_ARP}. */
    ARP(3),
    /** {@code NFPROTO_NETDEV}. */
    NETDEV(5),
    /** {@code NFPROTO_BRIDGE}. */
    BRIDGE(7),
    /** {@code NFPROTO_IPV6}. */
    IP6(10);

    private final int number;

    NftFamily(int number) {
        this.number = number;
    }

    /** That of the tables that see the packets of addresses of a family, and no others. */
    public static NftFamily of(Family family) {
        return family == Family.V4 ? IP : IP6;
    }

    /** The kernel's number of it. */
    public int number() {
        return number;
    }

    /** The family of a kernel number; empty for one this library does not know. */
    public static Optional<NftFamily> of(int number) {
        return Arrays.stream(values()).filter(family -> family.number == number).findFirst();
    }

    /** As {@code nft} spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
