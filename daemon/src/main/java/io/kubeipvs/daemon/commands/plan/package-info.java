/** The answer of {@code kube-ipvs plan}: what a run would change on this node. */
package io.kubeipvs.daemon.commands.plan;
