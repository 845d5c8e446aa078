/**
 * The parts that the sources of Services and endpoints share: API objects read into the core's records, and where those
 * go that cannot be used. Knows neither of the sources of objects ({@code api}, {@code manifests}).
 * This package and these two are the only ones that use the Kubernetes client.
 */
package io.kubeipvs.daemon.k8s;
