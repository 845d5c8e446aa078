/** The answers of {@code kube-ipvs config}. */
package io.kubeipvs.daemon.commands.config;
