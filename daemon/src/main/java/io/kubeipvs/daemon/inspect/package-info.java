/**
 * The Unix socket through which commands look inside a running kube-ipvs: one line of JSON is a question, one JSON document is
 * the answer. Not on the port of metrics, which many open to the network.
 */
package io.kubeipvs.daemon.inspect;
