/**
 * Services and endpoints from a Kubernetes API server: connections, lists, watches, and the log lines about a server that
 * does not answer. Knows nothing of manifests, nor of the use of the records that it puts into the tracker.
 */
package io.kubeipvs.daemon.k8s.api;
