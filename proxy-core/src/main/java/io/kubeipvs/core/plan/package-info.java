/** The operations between the acknowledged and the desired state, in a safe order. Pure. */
package io.kubeipvs.core.plan;
