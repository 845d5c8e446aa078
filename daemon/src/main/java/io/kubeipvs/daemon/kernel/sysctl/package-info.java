/** The kernel settings that the program owns. */
package io.kubeipvs.daemon.kernel.sysctl;
