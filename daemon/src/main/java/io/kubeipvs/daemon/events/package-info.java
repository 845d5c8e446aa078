/** Kubernetes Events: messages for users, on the Service or the Node. */
package io.kubeipvs.daemon.events;
