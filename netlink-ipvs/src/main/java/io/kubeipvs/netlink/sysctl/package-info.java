/**
 * Kernel settings under {@code /proc/sys}: read, change with the former value remembered, put back. Those below
 * {@code net} are the calling thread's network namespace's. The kernel's side is {@code fs/proc/proc_sysctl.c} and
 * {@code net/sysctl_net.c}.
 */
package io.kubeipvs.netlink.sysctl;
