/** Objects of the Kubernetes API in protobuf, as API servers send them to clients that accept it. */
package io.kubeipvs.daemon.k8s.protobuf;
