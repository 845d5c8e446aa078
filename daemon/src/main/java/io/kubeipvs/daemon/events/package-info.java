/** Kubernetes Events: what the user should hear of where they look for it, on the Service or the Node. */
package io.kubeipvs.daemon.events;
