/**
 * Generic netlink: the header its families share, and their ids by name. Kernel documents:
 * {@code Documentation/networking/generic_netlink.rst}, {@code include/uapi/linux/genetlink.h}.
 */
package io.kubeipvs.netlink.generic;
