/** {@code kube-ipvs top}: a live table of virtual servers by connections or traffic. */
package io.kubeipvs.daemon.commands.top;
