/** Conntrack entries of UDP flows that lead to removed real servers, and their deletion. */
package io.kubeipvs.daemon.kernel.flows;
