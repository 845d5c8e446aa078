/** Virtual servers and real servers in IPVS. */
package io.kubeipvs.daemon.kernel.ipvs;
