/**
 * Sets of addresses and ports that iptables rules ask: listed, emptied and removed, never made. Mirrors {@code
 * include/uapi/linux/netfilter/ipset/ip_set.h}; the kernel's side is {@code net/netfilter/ipset/ip_set_core.c}.
 *
 * <p>A request to flush or destroy that names no set means all of them. The types of this package cannot express it.
 *
 * <p>Requests are of protocol 6, which all kernels take: 7, since Linux 4.20, only adds what is not used here.
 */
package io.kubeipvs.netlink.ipset;
