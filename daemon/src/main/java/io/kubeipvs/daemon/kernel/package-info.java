/**
 * The core's door to the machine, built on netlink: translation both ways, what an errno means for an operation, and
 * the dummy link. The only room of the daemon that knows netlink.
 */
package io.kubeipvs.daemon.kernel;
