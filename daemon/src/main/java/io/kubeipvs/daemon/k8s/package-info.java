/**
 * Where Services and endpoints come from: an API server or a folder of manifests. Both read Kubernetes' model objects
 * into the core's records and keep nothing else. The only room where the Kubernetes client is used.
 */
package io.kubeipvs.daemon.k8s;
