/**
 * The core's {@code Kernel}, implemented on netlink. Its rooms below handle one subsystem each; they do not know this
 * package, nor each other, except {@code translation}, which all of them may use. No other part of the daemon knows netlink.
 */
package io.kubeipvs.daemon.kernel;
