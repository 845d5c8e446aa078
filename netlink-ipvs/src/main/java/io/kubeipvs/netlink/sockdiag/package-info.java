/**
 * The sockets of a network namespace that wait for clients. Mirrors {@code include/uapi/linux/inet_diag.h}; the kernel's side
 * is {@code net/ipv4/inet_diag.c}.
 */
package io.kubeipvs.netlink.sockdiag;
