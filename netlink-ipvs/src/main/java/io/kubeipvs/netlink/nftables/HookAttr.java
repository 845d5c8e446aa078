package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes inside {@code NFTA_CHAIN_HOOK}. Source: {@code nf_tables.h, enum nft_hook_attributes}. */
final class HookAttr {
    /** be32, a {@link Hook}'s number. */
    static final int HOOKNUM = 1;
    /** be32, signed: lower comes first. */
    static final int PRIORITY = 2;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_HOOK_", "UNSPEC", "HOOKNUM", "PRIORITY", "DEV", "DEVS");

    private HookAttr() {}
}
