/**
 * The parts that the netfilter subsystems share: the header of their messages, how a message type names its subsystem,
 * and the frame of a transaction. Mirrors {@code include/uapi/linux/netfilter/nfnetlink.h}; the kernel's side is
 * {@code net/netfilter/nfnetlink.c}.
 */
package io.kubeipvs.netlink.netfilter;
