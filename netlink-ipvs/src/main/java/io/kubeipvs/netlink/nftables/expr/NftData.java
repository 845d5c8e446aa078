package io.kubeipvs.netlink.nftables.expr;

/**
 * The value that a register is loaded with or that a map's element yields: bytes, or a verdict. Source: {@code
 * include/uapi/linux/netfilter/nf_tables.h, enum nft_data_attributes}.
 */
public sealed interface NftData permits NftValue, Verdict {}
