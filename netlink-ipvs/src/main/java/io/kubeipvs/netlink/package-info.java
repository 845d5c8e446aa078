/**
 * The netlink protocol over bytes: framing, attributes, acknowledgements, dumps and pipelined batches.
 *
 * <p>Nothing here makes a system call; {@link io.kubeipvs.netlink.Transport} is the seam, and
 * {@code io.kubeipvs.netlink.sys} the room behind it. May import the JDK only. Kernel documents:
 * {@code Documentation/userspace-api/netlink/intro.rst}, {@code include/uapi/linux/netlink.h}.
 */
package io.kubeipvs.netlink;
