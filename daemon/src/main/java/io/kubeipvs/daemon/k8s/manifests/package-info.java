/**
 * Services and endpoints from a folder of manifests, for a machine without Kubernetes: what an API server would check,
 * default and mirror is done here. Knows nothing of an API server, and keeps no connection to one.
 */
package io.kubeipvs.daemon.k8s.manifests;
