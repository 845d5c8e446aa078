package io.kubeipvs.netlink.nftables;

import java.util.Locale;

/** Where in the stack a base chain of an IP family stands. Source: {@code netfilter.h, enum nf_inet_hooks}. */
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
