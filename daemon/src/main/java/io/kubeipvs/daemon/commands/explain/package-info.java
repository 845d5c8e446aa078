/** The command {@code explain}: the way of a packet, as a document and as text, compared with the kernel. */
package io.kubeipvs.daemon.commands.explain;
