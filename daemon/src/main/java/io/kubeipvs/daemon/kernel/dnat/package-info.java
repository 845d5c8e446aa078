/** Virtual servers and real servers where the kernel has no IPVS: nf_tables translates destinations. */
package io.kubeipvs.daemon.kernel.dnat;
