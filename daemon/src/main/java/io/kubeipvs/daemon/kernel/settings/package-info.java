/** The kernel settings that the program changes, with a memory of their former values. */
package io.kubeipvs.daemon.kernel.settings;
