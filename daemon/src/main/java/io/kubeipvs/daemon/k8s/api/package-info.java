/**
 * Services and endpoints from a Kubernetes API server: how it is reached, listed and watched, and what is said while it
 * does not answer. Knows nothing of manifests, nor of what becomes of the records it puts into the tracker.
 */
package io.kubeipvs.daemon.k8s.api;
