/** Commands that look inside: they ask a running kube-ipvs and the kernel, and change nothing. */
package io.kubeipvs.daemon.commands;
