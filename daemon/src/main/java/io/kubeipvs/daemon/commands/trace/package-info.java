/** The command {@code trace}: the answer as a document and as text. */
package io.kubeipvs.daemon.commands.trace;
