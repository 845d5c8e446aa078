/** The real servers that were removed from the desired state and keep their connections for a while. */
package io.kubeipvs.core.drain;
