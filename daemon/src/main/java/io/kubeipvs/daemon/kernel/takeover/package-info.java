/** The objects of kube-proxy that remain on the node, and their removal after the takeover. */
package io.kubeipvs.daemon.kernel.takeover;
