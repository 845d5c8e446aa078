/** The dummy link with the VIPs, the addresses on all other links of the node, and the ports that the node itself uses. */
package io.kubeipvs.daemon.kernel.links;
