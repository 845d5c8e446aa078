/**
 * The page {@code /status}: the health of this node's kube-ipvs, and its virtual servers with their real servers, for a
 * browser. Its templates are in {@code src/main/jte}.
 */
package io.kubeipvs.daemon.statuspage;
