package io.kubeipvs.netlink.nftables;

import java.util.Locale;

/** The verdict of a base chain on a packet that comes to its end. Source: {@code netfilter.h, NF_*}. */
public enum ChainPolicy {
    /** {@code NF_DROP}. */
    DROP,
    /** {@code NF_ACCEPT}. */
    ACCEPT;

    /** The kernel's number. */
    public int number() {
        return ordinal();
    }

    /** As {@code nft} spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
