/** The objects of kube-proxy, or of the other data path, that remain on the node, and their removal after the takeover. */
package io.kubeipvs.daemon.kernel.takeover;
