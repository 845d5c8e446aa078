/** The answer of {@code kube-ipvs check}. */
package io.kubeipvs.daemon.commands.check;
