package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.netfilter.NftFamily;
import java.util.List;
import java.util.Locale;

/**
 * Where in the stack a base chain stands. Source: {@code include/uapi/linux/netfilter.h, enum nf_inet_hooks}, and
 * {@code netfilter_arp.h} for the family arp, which has two of them only.
 */
public enum Hook {
    /** {@code NF_INET_PRE_ROUTING}. */
    PREROUTING,
    /** {@code NF_INET_LOCAL_IN}. */
    INPUT,
    /** {@code NF_INET_FORWARD}. */
    FORWARD,
    /** {@code NF_INET_LOCAL_OUT}. */
    OUTPUT,
    /** {@code NF_INET_POST_ROUTING}. */
    POSTROUTING,
    /** {@code NF_INET_INGRESS}: inet only, needs a device. */
    INGRESS;

    private static final List<Hook> OF_ARP = List.of(INPUT, OUTPUT);
    private static final List<Hook> OF_OTHERS = List.of(values());

    /** The hooks of a family, in the order of their numbers; those of netdev are not known here. */
    static List<Hook> of(NftFamily family) {
        return switch (family) {
            case ARP -> OF_ARP;
            case NETDEV -> List.of();
            default -> OF_OTHERS;
        };
    }

    /** The kernel's number of it in the IP families. */
    public int number() {
        return ordinal();
    }

    /** The kernel's number of it in this family. */
    int number(NftFamily family) {
        return of(family).indexOf(this);
    }

    /** As {@code nft} spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
