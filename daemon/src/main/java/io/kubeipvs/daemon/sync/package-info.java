/** The one thread that changes the kernel, and what wakes it. */
package io.kubeipvs.daemon.sync;
