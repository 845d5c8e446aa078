/**
 * Announcements of the kernel: which addresses of our link and which of our tables changed, so that a change by another
 * program is repaired at once.
 */
package io.kubeipvs.daemon.kernel.watch;
