/**
 * Explains the way of a packet: the steps that it takes through our packet filter and IPVS, its end, and why each endpoint
 * of the Service may get it or not. A pure function of the state of the kernel or of the desired state.
 */
package io.kubeipvs.core.explain;
