/**
 * The kernel's state in our words, the changes that can be made to it, what came of them, and the one door through
 * which they are made. Knows nothing of Kubernetes and nothing of bytes.
 */
package io.kubeipvs.core.kernel;
