/** The dummy link with the VIPs, and the addresses on all other links of the node. */
package io.kubeipvs.daemon.kernel.links;
