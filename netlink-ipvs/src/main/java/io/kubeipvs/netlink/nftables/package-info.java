/** nf_tables: tables, chains, sets and rules. Mirrors {@code include/uapi/linux/netfilter/nf_tables.h}. */
package io.kubeipvs.netlink.nftables;
