/** What kube-proxy left on the node, and how it is taken away once its work is taken over. */
package io.kubeipvs.daemon.kernel.takeover;
