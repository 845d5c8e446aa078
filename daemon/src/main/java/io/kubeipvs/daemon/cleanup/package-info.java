/** Removes everything that kube-ipvs put on the node. */
package io.kubeipvs.daemon.cleanup;
