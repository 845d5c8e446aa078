/** From what is wanted and what the kernel acknowledged to the operations between them, in a safe order. Pure. */
package io.kubeipvs.core.plan;
