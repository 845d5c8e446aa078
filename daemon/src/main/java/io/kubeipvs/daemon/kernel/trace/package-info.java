/** Follows packets of clients through the packet filter, by the kernel's tracing of nf_tables. */
package io.kubeipvs.daemon.kernel.trace;
