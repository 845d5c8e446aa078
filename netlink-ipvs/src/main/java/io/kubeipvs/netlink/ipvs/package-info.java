/**
 * IPVS over generic netlink: virtual servers ("services" in the kernel's interface) and real servers ("destinations").
 * Mirrors {@code include/uapi/linux/ip_vs.h}; the kernel's side is {@code net/netfilter/ipvs/ip_vs_ctl.c}.
 */
package io.kubeipvs.netlink.ipvs;
