/** The command {@code support}: one archive with the state of the node, without secrets. */
package io.kubeipvs.daemon.commands.support;
