/** The command {@code probe}: connects to VIPs and endpoints, and reports which side fails. */
package io.kubeipvs.daemon.commands.probe;
