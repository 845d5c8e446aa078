/**
 * rtnetlink: links, the addresses on them, local routes, and notifications of the former two. Mirrors
 * {@code include/uapi/linux/rtnetlink.h}, {@code if_link.h} and {@code if_addr.h}; the kernel's side is
 * {@code net/core/rtnetlink.c}, {@code net/ipv4/devinet.c} and {@code net/ipv6/addrconf.c}.
 */
package io.kubeipvs.netlink.route;
