/** The command line. */
package io.kubeipvs.daemon.cli;
