/**
 * The kernel's state in the core's terms, the operations on it, their outcomes, and the one interface that makes them.
 * Knows nothing of Kubernetes and nothing of bytes.
 */
package io.kubeipvs.core.kernel;
