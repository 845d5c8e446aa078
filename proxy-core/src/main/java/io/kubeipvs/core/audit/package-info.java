/**
 * The audit: it reads the kernel in small parts beside the changes, compares each part with what the kernel acknowledged,
 * and names the objects that differ. It has no thread, clock or socket.
 */
package io.kubeipvs.core.audit;
