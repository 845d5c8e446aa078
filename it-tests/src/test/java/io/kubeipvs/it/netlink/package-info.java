/** Tests of the netlink library against a real kernel. The kernel's own tools check the results. */
package io.kubeipvs.it.netlink;
