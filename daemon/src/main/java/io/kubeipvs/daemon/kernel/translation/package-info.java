/** The core's values as netlink's and back, and what an errno means for an operation. */
package io.kubeipvs.daemon.kernel.translation;
