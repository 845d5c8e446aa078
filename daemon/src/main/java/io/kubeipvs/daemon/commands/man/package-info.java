/** Manual pages, made of the same declarations as {@code --help}. */
package io.kubeipvs.daemon.commands.man;
